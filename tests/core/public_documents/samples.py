"""Made-up feeds of a made-up district."""

import json
from typing import Any

RULE: dict[str, Any] = {
    "id": "doc-1",
    "title": "示例区老旧小区加装电梯补贴办法",
    "published_on": "2026-03-02",
    "publisher": "示例区住房和建设局",
    "kind": "rules",
    "number": "示建规〔2026〕1号",
    "url": "https://example.org/doc-1",
    "text": "<p>既有住宅加装电梯的，每台给予补贴。</p>",
}
EXPLAINED: dict[str, Any] = {
    "id": "doc-2",
    "title": "《示例区老旧小区加装电梯补贴办法》政策解读",
    "published_on": "2026-03-05",
    "publisher": "示例区住房和建设局",
    "url": "https://example.org/doc-2",
}
BUDGET: dict[str, Any] = {
    "id": "doc-3",
    "title": "示例区2026年财政预算报告",
    "published_on": "2026-02-10",
    "publisher": "示例区财政局",
    "url": "https://example.org/doc-3",
    "may_link": False,
}
RECRUITMENT: dict[str, Any] = {
    "id": "doc-4",
    "title": "示例区2026年公开招考公务员公告",
    "published_on": "2026-04-01",
    "publisher": "示例区人力资源局",
}
ALL = [RULE, EXPLAINED, BUDGET, RECRUITMENT]

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:content="http://purl.org/rss/1.0/modules/content/">
 <channel><title>示例区政府在线</title>
  <item><title>示例区&lt;b&gt;十五五&lt;/b&gt;规划纲要</title><link>https://example.org/a</link>
   <guid>a</guid><pubDate>Mon, 02 Mar 2026 17:30:00 GMT</pubDate>
   <description>摘要</description>
   <content:encoded>&lt;p&gt;到2030年&lt;script&gt;x()&lt;/script&gt;&amp;nbsp;的目标&lt;/p&gt;</content:encoded>
  </item>
  <item><title>示例区教育局采购目录</title><link>https://example.org/b</link>
   <dc:creator>示例区教育局</dc:creator><category>政府集中采购</category>
   <dc:date>2026-03-03</dc:date></item>
  <item><title>没有日期的</title><link>https://example.org/c</link></item>
  <item><title>坏链接</title><link>javascript:alert(1)</link><guid>d</guid>
   <dc:date>2026-03-04</dc:date></item>
 </channel>
</rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>示例区</title>
 <author><name>示例区统计局</name></author>
 <entry><id>urn:1</id><title>示例区2025年统计公报</title>
  <published>2026-04-09T23:30:00Z</published><updated>2026-05-01T00:00:00Z</updated>
  <link href="https://example.org/1"/><category term="statistics"/>
  <summary type="html">全年&lt;br/&gt;情况</summary></entry>
 <entry><id>urn:2</id><title>统计公报图解</title><updated>2026-04-11</updated>
  <link href="https://example.org/2"/>
  <link rel="related" href="https://example.org/1"/></entry>
</feed>"""
BOMB = """<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss><channel><item><title>&x;</title></item></channel></rss>"""


def feed(*documents: dict[str, Any]) -> bytes:
    return json.dumps({"documents": list(documents or ALL)}, ensure_ascii=False).encode()
