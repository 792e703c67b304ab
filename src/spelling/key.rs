//! How a spelling becomes a key of the compiled word table, and where that key lies in it.
//!
//! The build script compiles this file too, so that the table is written and read by the same lines. It knows bytes and
//! characters only, nothing of words or drafts.

/// The longest key the table holds, in bytes; a longer token is not looked at.
pub(crate) const LONGEST: usize = 32;

/// The word stands in the dictionary, in lower case.
pub(crate) const WORD: u8 = 1;
/// The word stands in the large dictionaries only: it is English, but more often a slip for another word.
pub(crate) const RARE: u8 = 2;
/// A name: a person's, a place's, a firm's, a people's, or another that is written with a capital.
pub(crate) const NAME: u8 = 4;
/// A slip that many writers make.
pub(crate) const SLIP: u8 = 8;
/// A word of another language that English writers use, alone or in a phrase ("de facto").
pub(crate) const LOAN: u8 = 16;
/// A word that is known and never suggested, since it would be an insult.
pub(crate) const UNSAID: u8 = 32;

/// Bytes of one slot: the four of the fingerprint, the flags and the class.
pub(crate) const SLOT: usize = 6;

/// Lower case, without accents, with straight apostrophes: `Zoë’s` is `zoe's`. `None` where a character has no place in
/// an English key, such as a digit or a Cyrillic letter.
pub(crate) fn fold(text: &str) -> Option<String> {
    let mut key = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'a'..='z' | '\'' => key.push(c),
            'A'..='Z' => key.push(c.to_ascii_lowercase()),
            '’' | 'ʼ' => key.push('\''),
            // Soft hyphens and zero-width joiners are layout; combining accents stand after their plain letter.
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{300}'..='\u{36f}' => {}
            _ => key.push_str(plain_letters(c)?),
        }
    }
    Some(key)
}

/// A key's bytes with zeros after them, as they are hashed.
pub(crate) type Padded = [u8; LONGEST];

/// The padded bytes of a key of at most [`LONGEST`] bytes.
pub(crate) fn pad(key: &[u8]) -> Padded {
    let mut padded = [0; LONGEST];
    padded[..key.len()].copy_from_slice(key);
    padded
}

/// A 64-bit hash of a key: its low half is the fingerprint, its high half the place in the table. No key holds a zero
/// byte, so the length need not go into it.
pub(crate) fn hash(key: &Padded) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut state = FACTOR;
    for eight in key.as_chunks::<8>().0 {
        let eight = u64::from_le_bytes(*eight);
        if eight == 0 {
            break;
        }
        state = (state ^ eight).wrapping_mul(FACTOR);
        state ^= state >> 29;
    }
    state = state.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state ^ (state >> 32)
}

/// The first slot to try for a hash in a table of `slots` slots; the next ones follow, round the end.
pub(crate) fn slot(hash: u64, slots: usize) -> usize {
    (((hash >> 32) * slots as u64) >> 32) as usize
}

/// How many of the commonest words lie in a table of their own, in front of all others: most words of a draft are among them, and it
/// stays in a core's cache.
pub(crate) const FREQUENT: usize = 8192;

/// How many slots their table has: half of them are free, so that it is soon seen that a word is none of them.
pub(crate) const FREQUENT_SLOTS: usize = 2 * FREQUENT;

/// Bytes of the filter of the dictionary words: small enough to stay in a core's cache, a tenth of its bits set.
pub(crate) const FILTER: usize = 1 << 17;

/// The byte and the bit of the filter that stand for a hash.
pub(crate) fn filter_bit(hash: u64) -> (usize, u8) {
    let bit = hash as usize % (FILTER * 8);
    (bit / 8, 1 << (bit % 8))
}

/// The letters without their accents, for the Latin alphabets of Europe, Turkey and Vietnam's loans.
fn plain_letters(c: char) -> Option<&'static str> {
    Some(match c {
        'à'..='å' | 'À'..='Å' | 'ā' | 'Ā' | 'ă' | 'Ă' | 'ą' | 'Ą' | 'ǎ' | 'Ǎ' | 'ạ' | 'ả' | 'ấ' | 'ầ' => {
            "a"
        }
        'ç' | 'Ç' | 'ć' | 'Ć' | 'ĉ' | 'Ĉ' | 'ċ' | 'Ċ' | 'č' | 'Č' => "c",
        'ď' | 'Ď' | 'đ' | 'Đ' | 'ð' | 'Ð' | 'ḍ' | 'Ḍ' => "d",
        'è'..='ë'
        | 'È'..='Ë'
        | 'ē'
        | 'Ē'
        | 'ĕ'
        | 'Ĕ'
        | 'ė'
        | 'Ė'
        | 'ę'
        | 'Ę'
        | 'ě'
        | 'Ě'
        | 'ế'
        | 'ễ'
        | 'ệ'
        | 'ə'
        | 'Ə' => "e",
        'ĝ' | 'Ĝ' | 'ğ' | 'Ğ' | 'ġ' | 'Ġ' | 'ģ' | 'Ģ' => "g",
        'ĥ' | 'Ĥ' | 'ħ' | 'Ħ' | 'ḥ' | 'Ḥ' | 'ḩ' | 'Ḩ' => "h",
        'ì'..='ï' | 'Ì'..='Ï' | 'ĩ' | 'Ĩ' | 'ī' | 'Ī' | 'į' | 'Į' | 'ı' | 'İ' | 'ị' => "i",
        'ĵ' | 'Ĵ' => "j",
        'ķ' | 'Ķ' => "k",
        'ĺ' | 'Ĺ' | 'ļ' | 'Ļ' | 'ľ' | 'Ľ' | 'ł' | 'Ł' => "l",
        'ñ' | 'Ñ' | 'ń' | 'Ń' | 'ņ' | 'Ņ' | 'ň' | 'Ň' => "n",
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ō' | 'Ō' | 'ő' | 'Ő' | 'ơ' | 'Ơ' | 'ồ' | 'ổ' | 'ộ' | 'ọ' => {
            "o"
        }
        'ŕ' | 'Ŕ' | 'ř' | 'Ř' => "r",
        'ś' | 'Ś' | 'ŝ' | 'Ŝ' | 'ş' | 'Ş' | 'š' | 'Š' | 'ș' | 'Ș' | 'ṣ' | 'Ṣ' => "s",
        'ţ' | 'Ţ' | 'ť' | 'Ť' | 'ț' | 'Ț' | 'ṭ' | 'Ṭ' => "t",
        'ù'..='ü' | 'Ù'..='Ü' | 'ũ' | 'Ũ' | 'ū' | 'Ū' | 'ŭ' | 'Ŭ' | 'ů' | 'Ů' | 'ű' | 'Ű' | 'ų' | 'Ų' | 'ư' | 'Ư' => {
            "u"
        }
        'ŵ' | 'Ŵ' => "w",
        'ý' | 'Ý' | 'ÿ' | 'Ÿ' | 'ŷ' | 'Ŷ' => "y",
        'ź' | 'Ź' | 'ż' | 'Ż' | 'ž' | 'Ž' | 'ẓ' | 'Ẓ' => "z",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ß' => "ss",
        'þ' | 'Þ' => "th",
        'ʻ' | 'ʿ' | 'ʾ' => "",
        _ => return None,
    })
}
