from text.traditional import to_hong_kong


def test_words_are_written_as_in_hong_kong() -> None:
    assert to_hong_kong("网上办理居住证签注") == "網上辦理居住證簽注"


def test_numbers_and_latin_stay() -> None:
    assert to_hong_kong("12345 i深圳") == "12345 i深圳"
