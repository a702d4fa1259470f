"""Search against its rivals: `python -m bench.search --questions PATH --policy FOLDER`.

`knowledge` gives every system the same sentences; `worker` runs one system in a process of
its own (build, then answer); `systems` lists them, `rivals` holds one file each; `measures`
judges the answers, `charts` and `report` write them down.
"""
