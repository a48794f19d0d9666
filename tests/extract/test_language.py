import spacy
from hypothesis import given, strategies

from extract.language import COMPONENTS, SyllableTokenizer, build_pipeline
from extract.records import Document

TOKENIZER = SyllableTokenizer(spacy.blank("xx").vocab)
TEXT = "Năm 2023, Công an xã ra mắt mô hình “Camera an ninh” với 12 mắt camera.\nĐến nay, xã có 3 tổ tự quản."


@given(strategies.text(alphabet=strategies.characters(exclude_categories=["Cs"])))
def test_the_tokens_give_back_the_text(text):
    assert TOKENIZER(text).text == text


def test_each_component_leaves_records_and_spans():
    nlp = build_pipeline(["mohinh_sentences", "mohinh_masks", "mohinh_quantities", "mohinh_times"])
    doc = nlp(TEXT)
    assert [span.text for span in doc.spans["quantities"]] == ["12 mắt camera", "3 tổ tự quản"]
    assert [span.text for span in doc.spans["times"]] == ["Năm 2023", "Đến nay"]
    assert [quantity.value for quantity in doc._.quantities] == [12, 3]
    assert [span.label_ for span in doc.spans["sentences"]] == ["SENTENCE", "SENTENCE"]


def test_what_is_known_of_the_document_reaches_the_components():
    nlp = build_pipeline(["mohinh_times"])
    doc = nlp.make_doc("Sáng 1/8, xã họp.")
    doc._.document = Document(id="x", text=doc.text, published="2023-08-10")
    assert nlp(doc)._.times[0].value == "2023-08-01"


def test_one_component_works_in_somebody_elses_pipeline():
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"use_pyvi": False}}})
    nlp.add_pipe("mohinh_sentences")
    nlp.add_pipe("mohinh_masks")
    nlp.add_pipe("mohinh_quantities")
    assert [q.unit for q in nlp("Xã có 3 tổ tự quản .")._.quantities] == ["tổ tự quản"]


def test_the_whole_pipeline_runs_in_its_order():
    nlp = build_pipeline()
    assert tuple(nlp.pipe_names) == COMPONENTS
    doc = nlp(TEXT)
    assert [mention.name for mention in doc._.model_mentions] == ["Camera an ninh"]
    assert {fact.value for fact in doc._.facts} >= {12.0}


def test_an_empty_text_gives_nothing():
    doc = build_pipeline()("")
    assert not doc._.facts
    assert not doc._.quantities
