"""Read forms: XLSForm workbooks and XForms, with every finding at its row and column.

`convert` in `goodoffices.formats.xlsforms.calling` is the door: it works in a process of its own
with limits on time and memory.
"""
