"""Pages below /stunden/."""
