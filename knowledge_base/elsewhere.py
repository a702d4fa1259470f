"""Does a question speak of another place than Shenzhen?"""

import re

_PLACES = ["北京", "上海", "广州", "天津", "重庆", "东莞", "佛山", "惠州", "珠海", "中山", "江门", "肇庆", "汕头", "潮州", "揭阳", "汕尾", "梅州", "河源", "清远", "韶关", "湛江", "茂名", "阳江", "云浮", "杭州", "宁波", "温州", "绍兴", "南京", "苏州", "无锡", "常州", "南通", "徐州", "合肥", "芜湖", "福州", "厦门", "泉州", "漳州", "南昌", "赣州", "九江", "济南", "青岛", "烟台", "郑州", "洛阳", "武汉", "宜昌", "襄阳", "长沙", "株洲", "衡阳", "岳阳", "南宁", "桂林", "柳州", "海口", "三亚", "成都", "绵阳", "贵阳", "遵义", "昆明", "大理", "西安", "咸阳", "兰州", "西宁", "银川", "乌鲁木齐", "拉萨", "呼和浩特", "哈尔滨", "长春", "沈阳", "大连", "石家庄", "保定", "唐山", "太原", "大同", "香港", "澳门", "台北", "高雄", "广西", "湖南", "湖北", "江西", "福建", "浙江", "江苏", "安徽", "山东", "河南", "河北", "山西", "陕西", "甘肃", "四川", "贵州", "云南", "海南", "东北", "黑龙江", "吉林", "辽宁", "新疆", "西藏", "内蒙古", "宁夏", "青海", "老家", "外省", "屯门", "旺角", "九龙", "新界", "浦东", "徐汇", "海淀", "朝阳区", "天河", "番禺", "南海", "顺德"]
_ENGLISH = ["beijing", "shanghai", "guangzhou", "hong\\s*kong", "macau", "macao", "dongguan", "foshan", "huizhou", "zhuhai", "wuhan", "chengdu", "hangzhou", "nanjing", "chongqing", "tianjin", "suzhou", "singapore", "london", "kowloon"]
_PATTERN = re.compile("|".join([*_PLACES, *(rf"\b{name}\b" for name in _ENGLISH)]))


def places_in(text: str) -> set[str]:
    """Names of other places in a normalised text."""
    return set(_PATTERN.findall(text))
