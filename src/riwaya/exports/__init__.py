"""What people and programs get to see: a digest for the terminal, JSON lines, an annotated web page.

Each module gives one form of an article and hides how that form keeps right-to-left text in order: ``digests`` for
terminals, ``lines`` for programs, ``pages`` for browsers. They compute nothing; they show what stands in the article.
"""
