"""What will be won: people's own calls, their record, and what comes of them."""
