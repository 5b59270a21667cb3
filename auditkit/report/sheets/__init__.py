"""The sheets of the quarterly workbook, one module each."""
