"""Asks a running assistant labelled questions and measures its replies.

`formats` reads questions, `evaluators` turn the replies to one format into one result,
`report` prints results, `command` ties them together.
"""
