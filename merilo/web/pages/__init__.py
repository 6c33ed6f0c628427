"""One module per page: a typed view that asks `request.seen` and names its template last."""
