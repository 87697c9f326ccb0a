"""Services that are asked over HTTP: one folder each, which only says what is asked and what an answer means."""
