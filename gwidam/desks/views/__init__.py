"""Pages that mix rooms: one desk for each kind of user."""
