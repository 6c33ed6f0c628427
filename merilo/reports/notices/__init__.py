"""What each person is to be told, found in prepared documents and in what people agreed; and when mail is due."""
