"""Alumni: former participants of the programme, who hear of offsites when they asked to."""
