"""Letters of the room: to those who asked, and to colleagues about campaigns and meetings."""
