"""How fast a stored click is, against bare Bolt and against the everyday way, in one run on one machine."""
