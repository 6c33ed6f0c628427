"""What every floor needs and nothing of Merilo's own subject: time, money, language, errors, settings."""
