"""What authors and lecturers run: the rules of the house, answer keys, pages, new lessons and datasets."""
