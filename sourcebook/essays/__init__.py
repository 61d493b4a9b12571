"""Students' essays held against the readings of a course: quotations, their owners, their places, what is cut off.

`submissions` opens a folder or the ZIP of a learning platform; `readers` gets paragraphs out of a file; `quotations`
finds what an essay quotes and `claims` what it says of it: source, paragraph, speaker; `readings` finds the words in
the articles; `judge` gives the verdict, by the rules of `sourcebook/quotes/`. `pages`, `word_comments` and
`class_files` write what instructor and students read; `privacy` keeps it out of repositories and deletes it.

Never here: a mark, or a guess about who or what wrote an essay.
"""
