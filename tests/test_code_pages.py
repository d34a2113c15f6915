"""Files without a declared encoding: what their language tells; faulty UTF-8 stays UTF-8."""

from __future__ import annotations

import pytest

import toolkit as tt
from toolkit.reading.code_pages import latin, share_in_long_runs

TEXTS = {
    "cs": "Žlutý kůň běžel přes město a nikdo ho neviděl. Vláda schválila návrh zákona o daních.",
    "pl": "Rada miasta zagłosowała w poniedziałek za budową nabrzeża, a prace zaczną się wiosną.",
    "hu": "A városi tanács hétfőn megszavazta a rakpart építését; őszre fűtik, és nyár előtt kész.",
    "sk": "Mestské zastupiteľstvo v pondelok schválilo nábrežie, keď sa ľady roztopia na jar.",
    "hr": "Gradsko vijeće je izglasalo drugi gat, a gradonačelnik je rekao da već čeka proljeće.",
    "tr": "Belediye meclisi bir iskele için oy kullandı ve başkan çalışmaları öğleden sonra "
    "başlattı.",
    "fr": "Le conseil a voté lundi pour un deuxième quai, où ça naît et l’été s’achève à l’hôtel.",
    "it": "Il consiglio ha votato lunedì, perché la città è felice e così il sindaco andò giù.",
    "da": "Byrådet stemte for en anden kaj, og borgmesteren sagde, at arbejdet går i gang i året.",
    "is": "Bæjarráð samþykkti á mánudag aðra bryggju og bæjarstjórinn sagði að verkið hæfist.",
    "pt": "A câmara votou na segunda-feira, e as obras começarão na primavera; não há opções.",
    "de": "Der Rat stimmte für einen zweiten Kai, und die Arbeiten würden im Frühjahr größer.",
    "es": "El concejo votó el lunes, y el alcalde dijo que comenzarían mañana, después de años.",
    "zh": "市议会星期一投票决定建造第二个码头，市长说工程将于春天开始。政府表示经济会发展。",
    "zt": "市議會星期一投票決定建造第二個碼頭，市長說工程將於春天開始。政府表示經濟會發展。",
    "ja": "市議会は月曜日に第二埠頭の建設を決め、市長は春に工事が始まると述べた。",
    "ko": "시의회는 월요일에 두 번째 부두를 짓기로 투표했다고 시장이 말했다.",
    "ru": "Совет города решил построить второй причал, и мэр сказал, что работы начнутся весной.",
}
WRITTEN = [
    *((name, "cp1250") for name in ("cs", "pl", "hu", "sk", "hr")),
    *((name, "iso8859_2") for name in ("cs", "pl", "hu", "sk")),
    *((name, "cp1252") for name in ("fr", "it", "da", "is", "pt", "de", "es")),
    ("tr", "cp1254"), ("zh", "gb18030"), ("zt", "big5"), ("ja", "cp932"), ("ja", "euc_jp"),
    ("ko", "cp949"), ("ru", "cp1251"), ("ru", "koi8_r"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "encoding"), WRITTEN)
def test_a_text_in_an_old_code_page_comes_out_as_it_was_and_is_marked(language, encoding, tmp_path):
    text = f"Title: Harbour\nDate: 2018-10-22\nSource: Gazette\n\n{TEXTS[language]}\n"
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    articles = tt.read_articles(tmp_path / "a.txt", progress=False)
    assert articles["body"].tolist() == [TEXTS[language]]
    assert "guessed_encoding" in articles["quality"].item()


@pytest.mark.parametrize("language", ["cs", "fr", "ru", "zh", "ja"])
def test_one_bad_byte_does_not_turn_a_file_in_utf_8_into_another_encoding(language, tmp_path):
    text = f"Title: Harbour\nDate: 2018-10-22\nSource: Gazette\n\n{TEXTS[language]} \n"
    (tmp_path / "a.txt").write_bytes(text.encode() + b"Caf\xe9 closed for a while.\n")
    articles = tt.read_articles(tmp_path / "a.txt", progress=False)
    assert TEXTS[language] in articles["body"].item()
    assert "Café closed" in articles["body"].item()
    assert "mixed_encoding" in articles["quality"].item()


def test_few_accents_are_not_taken_for_another_language():
    assert latin("A café in the town, and a naïve visitor: voilà.".encode("cp1252")) == "cp1252"
    assert latin(b"plain words") == "cp1252"
    assert share_in_long_runs("“A quotation” – and a café".encode("cp1252")) == 0.0
