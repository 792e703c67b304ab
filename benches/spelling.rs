//! How fast the spelling layer reads: running text with a name no list holds, and with a slip in each sentence.

use std::hint::black_box;

use bylint::spelling::{Speller, WordUse};
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

const CLEAN: &str = "The port authority said on Tuesday that the new terminal at Qwarbenko would open in the spring, two years \
    later than planned, after the contractor and the regional government settled their dispute over the cost of the \
    breakwater. Residents of the harbour district, who had fought the project in court, called the agreement a betrayal \
    and promised to go on with their protest. A spokeswoman for the ministry said the figures had been checked twice.";

const SLIPS: &str = "The port authorty said on Tuesday that the new terminal would open in the spring, two years later than \
    planned, after the contractor and the regoinal government settled. Residents of the harbour districk called the \
    agrement a betrayal and promised to go on. A spokeswoman for the ministry said the figurs had been checked twice.";

#[divan::bench]
fn clean(bencher: Bencher<'_, '_>) {
    check(bencher, CLEAN);
}

#[divan::bench]
fn slips(bencher: Bencher<'_, '_>) {
    check(bencher, SLIPS);
}

#[divan::bench]
fn builtin() -> Speller {
    Speller::builtin()
}

fn check(bencher: Bencher<'_, '_>, text: &str) {
    let texts = text.split_whitespace().map(|word| word.trim_matches(['.', ',']));
    let words: Vec<WordUse<'_>> =
        texts.map(|text| WordUse { text, sentence_start: false, neighbours_capital: false, known: false }).collect();
    let speller = Speller::builtin();
    bencher.counter(BytesCount::of_str(text)).bench(|| speller.check(black_box(&words), &|_| false));
}
