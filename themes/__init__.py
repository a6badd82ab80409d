"""The looks: tokens per city, page frame, components, browser code. Knows no model and no other package."""
