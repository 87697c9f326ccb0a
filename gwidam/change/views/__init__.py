"""The pages of the room; each verb has its own address, each goes back to the page of the improvement."""
