"""People's own forecasts as they were given in Merilo itself: appended, never changed."""
