//! Rules also find words that are written with look-alike letters, and report such words. Foreign words are left alone.

mod common;

use bylint::document::{Document, Format};
use bylint::engine::Context;
use bylint::text::{Source, Span};
use common::{LINTER, check_english};

/// The findings: rule, words, span. Rules that depend on the shape of words are left out.
fn found(text: &str) -> Vec<(String, String, Span)> {
    check_english(text, Format::Markdown)
        .into_iter()
        .map(|found| (found.rule.to_string(), text[found.span.range()].to_owned(), found.span))
        .collect()
}

/// The name of a disguise, and the function that rewrites a word so that no list contains it.
type Trick = (&'static str, fn(&str) -> String);

fn each(word: &str, write: impl Fn(char) -> Option<char>) -> String {
    word.chars().map(|c| write(c).unwrap_or(c)).collect()
}

/// The letter at the same distance from `small` as `c` is from `a`, or from `large` as `c` is from `A`.
fn shifted(c: char, small: u32, large: u32) -> Option<char> {
    let from = |start: u32, a: char| char::from_u32(start + (c as u32 - a as u32));
    if c.is_ascii_lowercase() {
        from(small, 'a')
    } else if c.is_ascii_uppercase() {
        from(large, 'A')
    } else {
        None
    }
}

fn cyrillic(c: char) -> Option<char> {
    let place = "aceopxyisjhABCEHKMOPTX".find(c)?;
    "асеорхуіѕјһАВСЕНКМОРТХ".chars().nth(place)
}

const TRICKS: [Trick; 21] = [
    ("Cyrillic", |word| each(word, cyrillic)),
    ("one letter of Cyrillic", |word| {
        let at = word.find(|c| cyrillic(c).is_some());
        word.char_indices().map(|(i, c)| cyrillic(c).filter(|_| Some(i) == at).unwrap_or(c)).collect()
    }),
    ("Greek", |word| each(word, |c| Some("ονΟΑΕΙ".chars().nth("ovOAEI".find(c)?).expect("there are as many")))),
    ("full width", |word| each(word, |c| shifted(c, 0xff41, 0xff21))),
    ("bold", |word| each(word, |c| shifted(c, 0x1d41a, 0x1d400))),
    ("monospaced", |word| each(word, |c| shifted(c, 0x1d68a, 0x1d670))),
    ("circled", |word| each(word, |c| shifted(c, 0x24d0, 0x24b6))),
    ("struck", |word| word.chars().flat_map(|c| [c, '\u{335}']).collect()),
    ("small capitals", |word| {
        each(word, |c| Some("ᴀᴄᴅᴇɪʟɴᴏᴛ".chars().nth("acdeilnot".find(c)?).expect("there are as many")))
    }),
    ("soft hyphens", |word| word.chars().flat_map(|c| [c, '\u{ad}']).collect()),
    ("joiners", |word| word.chars().flat_map(|c| [c, '\u{200d}']).collect()),
    ("grapheme joiners", |word| word.chars().flat_map(|c| [c, '\u{34f}']).collect()),
    ("variation selectors", |word| word.chars().flat_map(|c| [c, '\u{fe00}']).collect()),
    ("tags", |word| word.chars().flat_map(|c| [c, '\u{e0061}']).collect()),
    ("selectors of Mongolian", |word| word.chars().flat_map(|c| [c, '\u{180b}']).collect()),
    ("vowels of Khmer", |word| word.chars().flat_map(|c| [c, '\u{17b4}']).collect()),
    ("unassigned ignorable characters", |word| word.chars().flat_map(|c| [c, '\u{fff8}']).collect()),
    ("controls of ASCII", |word| {
        word.chars().zip("\u{1}\u{8}\u{1a}\u{1b}\u{7f}".chars().cycle()).flat_map(|(c, d)| [c, d]).collect()
    }),
    ("other controls", |word| word.chars().flat_map(|c| [c, '\u{9f}']).collect()),
    ("dashes of Windows that are controls", |word| {
        word.chars().flat_map(|c| [c, '\u{96}', '\u{96}']).collect::<String>().trim_end_matches('\u{96}').to_owned()
    }),
    ("Cherokee", |word| each(word, |c| Some("ᎪᏟᎬ".chars().nth("ACE".find(c)?).expect("there are as many")))),
];

/// Drafts, each with a rule that reports it and the words to be disguised.
const DRAFTS: [(&str, &str, &[&str]); 6] = [
    (
        "vague-attribution",
        "Critics say it was wrong, and that the town had known of it for years.",
        &["Critics", "say"],
    ),
    ("secondhand-outlet", "The dam broke, according to Sputnik.", &["according", "Sputnik"]),
    ("anonymous-source", "An official told the council that the dam would break.", &["official", "told"]),
    ("loaded-verb", "Ada Brook claimed that the mill had closed in May.", &["claimed"]),
    ("hedge-without-source", "The mayor allegedly took the money from the mill.", &["allegedly"]),
    ("as-per", "Ada Brook said the mill had closed as per the plan.", &["per", "said"]),
];

#[test]
fn look_alike_letters_hide_words_from_no_rule() {
    for (rule, draft, words) in DRAFTS {
        let plain = found(draft);
        assert!(plain.iter().any(|(name, ..)| name == rule), "{rule} finds nothing in {draft}: {plain:?}");
        for (trick, write) in TRICKS {
            let mut text = draft.to_owned();
            let mut changed = 0;
            for word in words {
                let written = write(word);
                changed += usize::from(written != *word);
                text = text.replace(word, &written);
            }
            let now = found(&text);
            let names = |found: &[(String, String, Span)]| {
                let mut names: Vec<String> = found.iter().map(|(name, ..)| name.clone()).collect();
                names.retain(|name| name != "mixed-script");
                names
            };
            assert_eq!(names(&now), names(&plain), "{trick}: {text}");
            let invisible =
                ["hyphens", "joiners", "selectors", "tags", "Mongolian", "Khmer", "characters", "ASCII", "controls"];
            let invisible = invisible.iter().any(|last| trick.ends_with(last));
            let reported = now.iter().filter(|(name, ..)| name == "mixed-script").count();
            assert_eq!(reported, if invisible { 0 } else { changed }, "{trick}: {text}: {now:?}");
            for (name, words, _) in now.iter().filter(|(name, ..)| name == "mixed-script") {
                assert!(!words.is_ascii(), "{name}: {words}");
            }
        }
    }
}

#[test]
fn a_disguised_word_is_reported_at_its_place() {
    for (text, word) in [
        ("The council sаid so on Friday.", "sаid"),
        ("> The council sаid so on Friday.", "sаid"),
        ("# The council sаid so", "sаid"),
        ("“The council sаid so,” Ada Brook added on Friday.", "sаid"),
        ("The coun&#x441;il met on Friday.", "coun&#x441;il"),
        ("The council *sа*id so on Friday.", "sа*id"),
        ("The council met in Lоndon on Friday.", "Lоndon"),
        ("Рutin met the council on Friday.", "Рutin"),
        ("The council met аs planned on Friday.", "аs"),
        ("The council met ｏｎ Friday.", "ｏｎ"),
        ("The anti-gоvernment crowd met on Friday.", "anti-gоvernment"),
        ("It was Xаrbot who met the council on Friday.", "Xаrbot"),
        ("The council’s chаir said so on Friday.", "chаir"),
        ("The council saıd so on Friday.", "saıd"),
        ("Accórding to the council, it met on Friday.", "Accórding"),
        ("The council sa\u{301}id so on Friday.", "sa\u{301}id"),
        ("The council ˢᵃⁱᵈ so on Friday.", "ˢᵃⁱᵈ"),
        ("The ⅽounⅽil met on Friday.", "ⅽounⅽil"),
        ("The council ⒮⒜⒤⒟ so on Friday.", "⒮⒜⒤⒟"),
        ("Critics s\u{20d2}ay it was wrong.", "s\u{20d2}ay"),
        ("Critics s\u{332}a\u{332}y\u{332} it was wrong.", "s\u{332}a\u{332}y\u{332}"),
        ("Critics sáy it was wrong.", "sáy"),
        ("The council met а second time on Friday.", "а"),
        ("The ｇｏｖｅｒｍｅｎｔ fell on Friday.", "ｇｏｖｅｒｍｅｎｔ"),
        ("The 𝐠𝐨𝐯𝐞𝐫𝐦𝐞𝐧𝐭 fell on Friday.", "𝐠𝐨𝐯𝐞𝐫𝐦𝐞𝐧𝐭"),
        ("The mayor of ⓑⓡⓞⓞⓚⓗⓐⓥⓔⓝ fell on Friday.", "ⓑⓡⓞⓞⓚⓗⓐⓥⓔⓝ"),
        ("The boat was late by 𝐚 hour on Friday.", "𝐚"),
        ("The boat was late by ⓐ hour on Friday.", "ⓐ"),
        ("Cr\u{1d6a4}tics met on Friday.", "Cr\u{1d6a4}tics"),
        ("Cr\u{1d73e}tics met on Friday.", "Cr\u{1d73e}tics"),
        ("Cr\u{2373}tics met on Friday.", "Cr\u{2373}tics"),
        ("The c\u{1d6d0}uncil met on Friday.", "c\u{1d6d0}uncil"),
    ] {
        let found = found(text);
        let reported: Vec<&str> =
            found.iter().filter(|(rule, ..)| rule == "mixed-script").map(|(_, words, _)| words.as_str()).collect();
        assert_eq!(reported, [word], "{text}: {found:?}");
    }
}

/// The rules that report something, in the order of the draft.
fn rules(text: &str) -> Vec<String> {
    found(text).into_iter().map(|(rule, ..)| rule).collect()
}

#[test]
fn accents_on_consecutive_words_do_not_hide_them() {
    for (plain, accented) in [
        ("The painting is said to be worth millions.", "The painting íś śáíd tó be worth millions."),
        (
            "The painting is said to be worth millions.",
            "The painting i\u{301}s s\u{301}a\u{301}i\u{301}d to\u{301} be worth millions.",
        ),
        (
            "The two companies are understood to have met in March.",
            "The two companies áŕé úńdérśtóód tó have met in March.",
        ),
    ] {
        let expected = rules(plain);
        assert!(expected.contains(&"evasive-passive".to_owned()), "{plain}: {expected:?}");
        let found = rules(accented);
        assert!(found.contains(&"evasive-passive".to_owned()), "{accented}: {found:?}");
        assert!(found.contains(&"mixed-script".to_owned()), "{accented}: {found:?}");
    }
}

#[test]
fn other_hyphens_read_as_the_plain_one() {
    for plain in ["Lund met the so-called experts of the port.", "The 70-year-old was allegedly there."] {
        let expected = rules(plain);
        assert!(!expected.is_empty(), "{plain}");
        for hyphen in ["\u{2010}", "\u{2011}", "\u{fe63}", "\u{ff0d}"] {
            assert_eq!(rules(&plain.replace('-', hyphen)), expected, "{hyphen:?} in {plain}");
        }
    }
}

#[test]
fn characters_that_hide_or_reorder_text_are_reported() {
    for (text, hidden) in [
        ("The \u{202e}scitirc\u{202c} met on Friday.", "\u{202e}"),
        ("The \u{2067}\u{2066}met\u{2069} \u{2066}critics\u{2069}\u{2069} on Friday.", "\u{2067}\u{2066}\u{2066}"),
        ("The &#x202e;scitirc&#x202c; met on Friday.", "&#x202e;"),
        ("The \u{202e}שלום\u{202c} met on Friday.", "\u{202e}"),
        ("The <bdo dir=\"rtl\">scitirc</bdo> met on Friday.", "<bdo dir=\"rtl\">"),
        ("<p>The <BDO DIR=RTL>scitirc</BDO> met on Friday.</p>", "<BDO DIR=RTL>"),
        (
            "The <i style=\"direction: rtl; unicode-bidi: bidi-override\">scitirc</i> met.",
            "<i style=\"direction: rtl; unicode-bidi: bidi-override\">",
        ),
        ("Cri\u{3164}tics met on Friday.", "\u{3164}"),
        ("Cri&#x3164;tics met on Friday.", "&#x3164;"),
        ("Critics\u{2800}\u{ffa0}met on Friday.", "\u{2800}\u{ffa0}"),
        ("# Cri\u{115f}tics\n\nThey met.", "\u{115f}"),
        // Ordinary text contains these characters.
        ("The word \u{2067}שלום\u{2069} means peace, and “\u{202b}سلام\u{202c}” as well.", ""),
        ("The word שלום is \u{2066}shalom\u{2069} here.", ""),
        ("The left-to-right mark\u{200e} shows nothing, and <bdo dir=\"ltr\">this</bdo> is as it was.", ""),
        ("\u{2800}⠃⠗⠁⠊⠇⠇⠑\u{2800}is Braille, and 한\u{3164}글 is Korean.", ""),
        ("`\u{202e}` is code.", ""),
    ] {
        let found = found(text);
        let reported: String =
            found.iter().filter(|(rule, ..)| rule == "mixed-script").map(|(_, words, _)| words.as_str()).collect();
        assert_eq!(reported, hidden, "{text:?}: {found:?}");
    }
}

#[test]
fn a_reason_of_invisible_characters_does_not_count() {
    let wrong = "Critics said the plan had failed.\n";
    let comment = |reason: &str| format!("<!-- bylint-ignore vague-attribution: {reason} -->\n\n{wrong}");
    let front = |reason: &str| format!("---\nbylint:\n  ignore:\n    vague-attribution: \"{reason}\"\n---\n\n{wrong}");
    for nothing in [
        "\u{200b}", "\u{ad}", "\u{3164}", "\u{115f}", "\u{2800}", "\u{202e}", "\u{180b}", "\u{301}", "–", "...",
        "\u{a0}",
    ] {
        for draft in [comment(nothing), front(nothing)] {
            let found = rules(&draft);
            assert!(found.contains(&"ignore-without-reason".to_owned()), "{draft:?}: {found:?}");
            assert!(found.contains(&"vague-attribution".to_owned()), "{draft:?}: {found:?}");
        }
    }
    for reason in ["a", "Bürgermeister", "日本", "№ 5"] {
        for draft in [comment(reason), front(reason)] {
            assert_eq!(rules(&draft), Vec::<String>::new(), "{draft:?}");
        }
    }
}

#[test]
fn words_and_names_of_other_languages_are_left_alone() {
    for text in [
        "José Žižek, Nguyễn Văn Bảo, Łukasz Łódź, Tô Lâm and Lê Ân met Señor Müller in São Tomé.",
        "Işık Yıldız and Aydın Kılıç live in Diyarbakır, where İlhan lives, too.",
        "Jose\u{301} met Zoe\u{308} in Co\u{302}te d’Ivoire.",
        "The paper “Правда” means truth, мир means peace, and сор means litter, she said.",
        "Владимир Путин met Александр in Киев, а также в Москве.",
        "The Athens paper is called Το Βήμα, the team ΑΕΚ, and the word is λόγος.",
        "The scroll read שלום, the wall مرحبا بكم, and the sign 営業中 or エヌ.",
        "The gene makes α-synuclein, TNFα and IL-1β; β-carotene and γ-rays pass 5 µm or 5 μm of lead at 3 Ω.",
        "ERα and PPARγ bind, x² + y³ = 𝑥, and the 1ˢᵗ of May is the 1st. H₂O and CO₂ are gases.",
        "Henry Ⅷ fought no World War Ⅱ; see № 5, item ⓐ, and the Ⓜ on the door.",
        "The ﬁnal oﬀer of the oﬃce was ﬂat, and the eﬃcient staﬀ took it.",
        "Her résumé and his exposé of the régime were in the café by the façade.",
        "The New Yorker writes coöperate, naïve and reëlect, and fiancé; the maté is née rosé.",
        "The Cyrillic letter “а” and the Greek letter ο are letters; plan Б is “С”.",
        "ᏣᎳᎩ is Cherokee, and Հայաստան is Armenia. ქართული is Georgian.",
        "The ʻōlelo word is Hawaiʻi, and the Qurʼān is read in Ṣanʿāʾ.",
        "We don’t, we don't, rock ’n’ roll, the players’ union, co\u{2011}op and e\u{2010}mail.",
        "I ❤️ Leeds 🇬🇧 👩\u{200d}🚒 ½ mile on.",
        "The word is /ˈlɪnɪks/, E = 𝑚𝑐², the vitamin is ⓐ, and item 𝑎 in the list is ⓑ.",
        "Il est né à Orléans, où il était déjà allé, and «está aquí» means that she is here.",
    ] {
        let found = found(text);
        assert!(found.iter().all(|(rule, ..)| rule != "mixed-script"), "{text}: {found:?}");
    }
}

#[test]
fn full_width_marks_and_apostrophe_letters_read_as_plain_ones() {
    for (plain, other) in [
        (
            "\"We never saw the letter, and we do not know who wrote it.\"",
            "＂We never saw the letter, and we do not know who wrote it.＂",
        ),
        (
            "“We never saw the letter, and we do not know who wrote it.”",
            "「We never saw the letter, and we do not know who wrote it.」",
        ),
        ("Critics say it doesn't work, and that it can't.", "Critics say it doesnʼt work, and that it can＇t."),
        ("The mill's owner, critics say, is wrong.", "The millʼs owner, critics say, is wrong."),
        ("'em, 'tis the mill's, critics say.", "ʼem, ʼtis the millʼs, critics say."),
        ("The flood killed 300 people in Leeds.", "The flood killed ３００ people in Leeds."),
    ] {
        let expected = rules(plain);
        assert!(!expected.is_empty(), "{plain}");
        assert_eq!(rules(other), expected, "{other}");
    }
}

/// The model gives the same source, cue and confidence for a disguised word as for the word itself.
#[test]
fn attributions_are_read_through_look_alikes() {
    let read = |text: &str| {
        let source = Source::new("draft.md", text.into());
        let document = Document::parse(&source, Format::Markdown);
        let read = LINTER.analyze(&document, &Context::default());
        read.attributions.attributions.iter().map(|found| (found.at.core, found.confidence)).collect::<Vec<_>>()
    };
    let plain =
        read("The mill closed, according to a spokesman for the council. The mayor said that it would open again.");
    assert!(plain.len() > 1);
    for text in [
        "The mill closed, аccоrding tо a spоkesmаn for the cоuncil. The mаyor sаid that it would open again.",
        "The mill closed, ａｃｃｏｒｄｉｎｇ to a ｓｐｏｋｅｓｍａｎ for the council. The mayor ｓａｉｄ that it would open again.",
        "The mill closed, 𝐚𝐜𝐜𝐨𝐫𝐝𝐢𝐧𝐠 to a spokesman for the council. The mayor s̵a̵i̵d̵ that it would open again.",
    ] {
        assert_eq!(read(text), plain, "{text}");
    }
}
