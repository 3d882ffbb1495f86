"""``inknet data``: data sets are listed, described and fetched."""


def test_data_sets_are_listed(run, answer):
    tree = answer("data", "list")
    assert {"digits", "mnist", "idx", "xor", "disk", "spiral", "moons"} <= {one["name"] for one in tree["datasets"]}
    assert all(one["summary"] for one in tree["datasets"])
    _, out, _ = run("data", "list")
    assert len(out) == len(tree["datasets"])


def test_a_data_set_is_described(run, answer):
    tree = answer("data", "info", "digits", "--set", "train=20", "--set", "test=10")
    assert (tree["name"], tree["train_rows"], tree["test_rows"], tree["input_shape"]) == ("digits", 20, 10, [28, 28])
    assert (tree["task"], tree["outputs"], tree["classes"]) == ("classification", 10, list("0123456789"))
    assert tree["settings"] == {"train": 20, "test": 10}
    status, out, _ = run("data", "info", "xor")
    assert status == 0
    assert out[1] == "1,000 samples to train on, 500 to test with, of 2 numbers"


def test_fetching_what_is_here_already_downloads_nothing(run):
    status, out, _ = run("data", "fetch", "xor")
    assert (status, out[0]) == (0, "xor: is here")


def test_mistakes_about_data_are_told(refusal):
    assert "no dataset 'mnits': did you mean 'mnist'?" in refusal("data", "info", "mnits")
    assert "no action 'lits': did you mean 'list'?" in refusal("data", "lits")
    assert "--set train: expected NAME=VALUE" in refusal("data", "info", "digits", "--set", "train")
    assert "digits.train: 0 was not taken" in refusal("data", "info", "digits", "--set", "train=0")
