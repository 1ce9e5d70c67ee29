"""What the verbs answer: said, drawn and exported."""
