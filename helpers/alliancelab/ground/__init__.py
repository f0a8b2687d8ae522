"""The ground floor: where the folders are, how a name, a day, a number and a table are asked for, and the words."""
