"""Participation counts for admins: how much takes place and whom it reaches, in numbers alone."""
