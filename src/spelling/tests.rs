//! Tests of the speller on sentences that were made up for the purpose.

use proptest::prelude::*;

use super::{Misspelling, Speller, Tier, WordUse};
use std::collections::HashSet;

/// Splits `sentences` at white space into words.
fn words(sentences: &str) -> Vec<WordUse<'_>> {
    let raw: Vec<&str> = sentences.split_whitespace().collect();
    let trimmed: Vec<&str> = raw.iter().map(|word| word.trim_matches(['.', ',', '?', '!', '"', '“', '”'])).collect();
    let starts: Vec<bool> = (0..raw.len()).map(|at| at == 0 || raw[at - 1].ends_with(['.', '?', '!'])).collect();
    let capital = |at: usize| trimmed[at].starts_with(char::is_uppercase);
    (0..raw.len())
        .map(|at| WordUse {
            text: trimmed[at],
            sentence_start: starts[at],
            neighbours_capital: at > 0 && capital(at - 1) && !starts[at - 1]
                || at + 1 < raw.len() && capital(at + 1) && !starts[at + 1],
            known: false,
        })
        .collect()
}

fn check(sentences: &str) -> Vec<Misspelling> {
    Speller::builtin().check(&words(sentences), &|_| false)
}

/// The reported words, each with its first suggestion.
fn report(sentences: &str) -> Vec<(String, String)> {
    let words = words(sentences);
    check(sentences).into_iter().map(|m| (words[m.index].text.to_owned(), m.suggestions[0].clone())).collect()
}

fn assert_silent(sentences: &[&str]) {
    for sentence in sentences {
        assert_eq!(report(sentence), [], "in {sentence:?}");
    }
}

#[test]
fn slips_are_reported_with_their_corrections() {
    for (sentence, wrong, right) in [
        ("The unwilligness of both sides is plain.", "unwilligness", "unwillingness"),
        ("She called for an inquiry into the goverment.", "goverment", "government"),
        ("Two peopel were hurt in the fire.", "peopel", "people"),
        ("The mayor said the bridge wuold open in spring.", "wuold", "would"),
        ("The harbour was cloesd for a week.", "cloesd", "closed"),
        ("The comission will accomodate the envoys.", "comission", "commission"),
        ("Prices rose shraply in the autumn.", "shraply", "sharply"),
        ("Residents said they didnt hear the siren.", "didnt", "didn't"),
        ("The council voted to widen teh road.", "teh", "the"),
        ("The ferry willtake an hour.", "willtake", "will take"),
        ("He resigned becuase of the report.", "becuase", "because"),
        ("The minister's anouncement came late.", "anouncement", "announcement"),
        ("It was a freindly visit.", "freindly", "friendly"),
        ("The talks in Britian began in May.", "Britian", "Britain"),
        ("She said on Wenesday that it was over.", "Wenesday", "Wednesday"),
    ] {
        let found = report(sentence);
        assert!(found.contains(&(wrong.to_owned(), right.to_owned())), "{found:?} in {sentence:?}");
    }
}

/// Names are never reported, so a listed slip must not be in the list of names by mistake.
#[test]
fn listed_slips_are_not_names() {
    let slips = include_str!("../../rules/lexicon/spelling/slips.tsv");
    let slips: HashSet<&str> = slips.lines().filter_map(|row| row.split('\t').next()).collect();
    let names = include_str!("../../rules/lexicon/spelling/proper.txt").lines();
    let both: Vec<&str> = names.filter(|name| slips.contains(name.to_lowercase().as_str())).collect();
    // These two are real names: Colum McCann is a writer, and Minorites are friars.
    assert_eq!(both, ["Colum", "Minorites"]);
}

#[test]
fn names_are_not_reported() {
    assert_silent(&[
        "Kremlin spokesman Dmitry Peskov met Qwarbenko in Zhmerynka on Monday.",
        "The firm was founded by Anneliese Vorkampf and Tobiah Grumwell.",
        "Officials in Oudtshoorn and Wagga Wagga said so.",
        "A spokesman for Brelvix said the Krandoll plant would close.",
        "The book is by Zoë Šimůnek.",
        "NASCENTIX and iPhones, McGillivrey and O'Shaughnessey were named.",
        "Vorkampf's lawyer and the Grumwells' house.",
    ]);
}

#[test]
fn regular_words_that_are_in_no_list_are_not_reported() {
    assert_silent(&[
        "The unbriefed deputy asked for a re-scoping of the plan.",
        "A paywall-like fee and a tollgate scandal were debated.",
        "They’ll say there’ll be more; it mustn't be so, she'd have known.",
        "The socio-political and politico-military aims of pan-Slavic groups.",
        "It was a de facto coup d'état, she said.",
        "Harbour colour and neighbor favor, organise and organize, are all English.",
        "A long nooooo came from the stands.",
    ]);
}

#[test]
fn british_and_american_spellings_are_both_known() {
    assert_silent(&[
        "The theatre centre's labour programme was cancelled.",
        "The theater center's labor program was canceled.",
    ]);
}

#[test]
fn foreign_phrases_are_not_reported() {
    assert_silent(&["He read the motto aloud: quien madruga siempre encuentra trabajo."]);
}

#[test]
fn nothing_is_reported_in_a_draft_in_another_language() {
    let draft = "El ministro dijo el martes que la nueva terminal abrirá en primavera, dos años después de lo previsto, \
        porque el contratista y el gobierno regional resolvieron su disputa. Los vecinos del puerto criticaron el acuerdo \
        y prometieron continuar con la protesta ante el tribunal superior de la provincia.";
    assert_silent(&[draft]);
    // An English draft with many slips does not count as foreign.
    let slips = "The minstier said on Tuesady that the new terminl would open in the spring, two years later than planned, \
        and that the harbour would be closd to ferries until the works were over and the quays were safe agian.";
    assert!(report(slips).len() >= 3);
}

#[test]
fn coinage_that_is_used_often_is_not_reported() {
    let once = "The clinic gives each child a plendant to wear.";
    assert_eq!(report(once).len(), 1);
    let often = "A plendant is worn. The plendant is round. No plendant was lost. Each plendant is red.";
    assert_silent(&[often]);
}

#[test]
fn word_with_a_capital_elsewhere_is_a_name() {
    assert_eq!(report("They went to see the harbuor at dawn.").len(), 1);
    assert_silent(&["They saw the Harbuor ship. Later the harbuor left, and the Harbuor crew with it."]);
}

#[test]
fn words_that_the_caller_knows_are_not_reported() {
    let sentence = words("The goverment fell.");
    let speller = Speller::builtin();
    assert_eq!(speller.check(&sentence, &|_| false).len(), 1);
    assert_eq!(speller.check(&sentence, &|word| word == "goverment"), []);
    let mut marked_known = sentence.clone();
    marked_known[1].known = true;
    assert_eq!(speller.check(&marked_known, &|_| false), []);
    let hyphened = words("The anti-goverment side's goverment's fall.");
    assert_eq!(speller.check(&hyphened, &|word| word == "goverment"), []);
}

#[test]
fn suggestion_replaces_the_whole_word_in_its_case() {
    let found = report("Goverment officials met. The anti-goverment march and the goverment’s answer.");
    let expected =
        [("Goverment", "Government"), ("anti-goverment", "anti-government"), ("goverment’s", "government’s")];
    for (wrong, right) in expected {
        assert!(found.contains(&(wrong.to_owned(), right.to_owned())), "{wrong} in {found:?}");
    }
}

#[test]
fn tiers_follow_the_evidence() {
    let tier = |sentence| check(sentence).first().map(|m| m.tier);
    assert_eq!(tier("The responsibilty is theirs."), Some(Tier::High));
    // Many words are near a short word, so its score is lower.
    let short = check("She said the tim was near.").first().map(|m| m.score);
    let long = check("She said the anouncement was near.").first().map(|m| m.score);
    assert!(short < long);
    assert!(Tier::Low < Tier::Medium && Tier::Medium < Tier::High);
}

#[test]
fn insults_are_known_but_never_suggested() {
    for sentence in
        ["He sent the shup to sea.", "They held a fark in the town.", "A dich was dug.", "The fook was new."]
    {
        for misspelling in check(sentence) {
            for word in ["shit", "fuck", "fart", "dick"] {
                assert!(!misspelling.suggestions.iter().any(|s| s == word), "{misspelling:?}");
            }
        }
    }
    assert_silent(&["He wrote shit on the wall."]);
}

/// The reported names, each with the suggestion.
fn name_report(sentences: &str) -> Vec<(String, String)> {
    let words = words(sentences);
    let found = Speller::builtin().check_names(&words, &|_| false);
    found.into_iter().map(|slip| (words[slip.index].text.to_owned(), slip.suggestion)).collect()
}

#[test]
fn name_with_a_second_spelling_is_reported() {
    for (sentences, wrong, right) in [
        ("Nils Brodzinksi left. Later Brodzinski said so.", "Brodzinski", "Brodzinksi"),
        ("They saw Vorkamf's house. Then Vorkampf left. Where is Vorkampf?", "Vorkamf's", "Vorkampf's"),
        ("A train to Edinbrugh, and one from Edinburgh.", "Edinbrugh", "Edinburgh"),
        ("The Vorkamff-Brelvix plan; Vorkampf watched and Vorkampf laughed.", "Vorkamff-Brelvix", "Vorkampf-Brelvix"),
    ] {
        assert_eq!(name_report(sentences), [(wrong.to_owned(), right.to_owned())], "{sentences}");
    }
}

#[test]
fn forms_of_names_and_different_names_are_not_reported() {
    for sentences in [
        "Lev Korneyev and Inna Korneyeva met the Korneyevs.",
        "A Transnistrian official closed Transnistria's roads.",
        "Maria Hessel met Marie Hassel.",
        "Brelvix and Brelvox met. Brelvix builds, Brelvox sells.",
        "Risku ran a great Risk, and the Risk grew.",
        "Le Méridien is Le Meridien.",
        "PMBCs are PBMCs, and PBMCs are cells.",
        "MR BRELVIX MET MR BRELVOX AND MR BRELVOX LEFT.",
    ] {
        assert_eq!(name_report(sentences), [], "{sentences}");
    }
    let brelvix = words("They met Brelvix. Brelvox and Brelvox again.");
    assert_eq!(Speller::builtin().check_names(&brelvix, &|word| word == "Brelvix"), []);
}

#[test]
fn empty_draft_and_unusual_tokens_are_not_reported() {
    let speller = Speller::builtin();
    assert_eq!(speller.check(&[], &|_| false), []);
    for text in
        ["", "-", "'", "’’", "a-", "-b", "''s", "ß", "İstanbul-", "—", "x".repeat(200).as_str(), "日本", "e\u{301}"]
    {
        let word = WordUse { text, sentence_start: false, neighbours_capital: false, known: false };
        assert_eq!(speller.check(&[word], &|_| false), [], "{text:?}");
        assert_eq!(speller.check_names(&[word, word], &|_| false), [], "{text:?}");
    }
}

#[test]
fn corrections_of_listed_slips_are_known() {
    let slips = include_str!("../../rules/lexicon/spelling/slips.tsv");
    for (at, line) in slips.lines().enumerate() {
        let (slip, meant) = line.split_once('\t').expect("a tab parts slip and meaning");
        assert_silent(&[meant]);
        // Check every fortieth slip only, as checking all of them takes long in a debug build.
        if at % 40 == 0 {
            assert_eq!(report(&format!("say {slip} now")), [(slip.to_owned(), meant.to_owned())]);
        }
    }
}

proptest! {
    #[test]
    fn check_does_not_panic_and_is_deterministic(
        texts in prop::collection::vec("[a-zA-Zé’'-]{0,12}|\\PC{0,10}|(the|said|goverment|wich)", 0..20),
        starts in any::<u32>(),
    ) {
        let words: Vec<WordUse<'_>> = texts
            .iter()
            .enumerate()
            .map(|(at, text)| WordUse {
                text,
                sentence_start: starts >> at & 1 == 1,
                neighbours_capital: starts >> (at / 2) & 2 == 2,
                known: false,
            })
            .collect();
        let speller = Speller::builtin();
        let found = speller.check(&words, &|_| false);
        prop_assert_eq!(&found, &speller.check(&words, &|_| false));
        prop_assert!(found.windows(2).all(|pair| pair[0].index < pair[1].index));
        let names = speller.check_names(&words, &|_| false);
        prop_assert!(names.windows(2).all(|pair| pair[0].index < pair[1].index));
        prop_assert!(names.iter().all(|slip| slip.suggestion != words[slip.index].text && slip.like < words.len()));
        for misspelling in found {
            prop_assert!(misspelling.index < words.len());
            prop_assert!(!misspelling.suggestions.is_empty());
            for suggestion in &misspelling.suggestions {
                prop_assert!(suggestion != words[misspelling.index].text);
            }
        }
    }

    #[test]
    fn swapped_letters_in_a_long_common_word_are_found(
        right in prop::sample::select(vec!["government", "statement", "parliament", "yesterday", "investigation", "President"]),
        at in 1usize..7,
    ) {
        let mut letters: Vec<char> = right.chars().collect();
        letters.swap(at, at + 1);
        let typed: String = letters.into_iter().collect();
        prop_assume!(typed != right);
        let words = [
            WordUse { text: "the", sentence_start: false, neighbours_capital: false, known: false },
            WordUse { text: &typed.to_lowercase(), sentence_start: false, neighbours_capital: false, known: false },
        ];
        let found = Speller::builtin().check(&words, &|_| false);
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(&found[0].suggestions[0], &right.to_lowercase());
    }
}

/// The first suggestion for each reported word, and whether it is certain.
fn certainty(sentence: &str) -> Vec<(String, bool)> {
    check(sentence).into_iter().map(|found| (found.suggestions[0].clone(), found.certain)).collect()
}

#[test]
fn correction_is_certain_if_no_other_is_plausible() {
    for (sentence, right) in [
        ("The new goverment met in a tent.", "government"),
        ("The bandwith of the line is low.", "bandwidth"),
        ("Three citys shared the bill.", "cities"),
        ("The yard wherethe boats lie is for sale.", "where the"),
    ] {
        assert_eq!(certainty(sentence), [(right.to_owned(), true)], "in {sentence:?}");
    }
    for (sentence, first) in [
        // "analyst" is plausible, too.
        ("They asked an analysit about the yard.", "analysis"),
        // "to his" is plausible, too.
        ("The clerk took tohis phone that night.", "this"),
        // The suggestion has two words, and neither is an article.
        ("The box was kept forinspection by the police.", "for inspection"),
        // "bakeries" is plausible, too.
        ("The bakerie in the square is shut.", "bakery"),
    ] {
        assert_eq!(certainty(sentence), [(first.to_owned(), false)], "in {sentence:?}");
    }
}

#[test]
fn one_word_is_suggested_before_two() {
    for (sentence, right) in [
        ("The forcasting of tides is an art.", "forecasting"),
        ("She forwaded the letter at noon.", "forwarded"),
        ("The countour of the coast has changed.", "contour"),
    ] {
        assert_eq!(report(sentence)[0].1, right, "in {sentence:?}");
    }
    assert_silent(&["Many hispanic families came.", "A list of dos and don'ts hung there."]);
}
