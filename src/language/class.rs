//! The classes of words and the peculiarities of verbs, which `rules/lexicon/words.tsv` and `verbs.tsv` give by these names in small
//! letters.

bitflags::bitflags! {
    /// The classes of a word; a word may have many.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Class: u128 {
        /// the, a, this, some
        const DETERMINER = 1;
        /// my, his, their
        const POSSESSIVE = 1 << 1;
        /// Any word that stands for a noun: he, some, those
        const PRONOUN = 1 << 2;
        /// he, she, they, it, I, we, you
        const PERSONAL = 1 << 3;
        /// him, them, himself
        const OBJECT_PRONOUN = 1 << 4;
        /// who, which, that
        const RELATIVE = 1 << 5;
        /// what, how, whether: a word that opens an indirect question
        const WH = 1 << 6;
        /// Forms of be
        const BE = 1 << 7;
        /// Forms of have
        const HAVE = 1 << 8;
        /// Forms of do
        const DO = 1 << 9;
        /// will, could, must
        const MODAL = 1 << 10;
        /// not, never
        const NEGATION = 1 << 11;
        /// of, in, with
        const PREPOSITION = 1 << 12;
        /// and, or, but
        const COORDINATOR = 1 << 13;
        /// because, while, if
        const SUBORDINATOR = 1 << 14;
        /// Adverbs that end in no -ly: also, later
        const ADVERB = 1 << 15;
        /// Monday, Tues.
        const DAY = 1 << 16;
        /// January, Dec.
        const MONTH = 1 << 17;
        /// week, evening, today
        const TIME = 1 << 18;
        /// one, dozens, million
        const NUMBER_WORD = 1 << 19;
        /// Words that often open a sentence
        const STARTER = 1 << 20;
        /// 's, 've, 're
        const CLITIC = 1 << 21;
        /// The word "that"
        const THAT = 1 << 22;
        /// claim, statement, view: nouns whose content is a statement
        const STATEMENT_NOUN = 1 << 23;
        /// DNA, ruling, figures: what can disprove
        const EVIDENCE = 1 << 24;
        /// A form of a common verb
        const VERB = 1 << 25;
        /// A form of a verb of the attribution list
        const CUE = 1 << 26;
        /// President, Gov., Dr.
        const TITLE = 1 << 27;
        /// A given name of a woman
        const FEMALE = 1 << 28;
        /// A given name of a man
        const MALE = 1 << 29;
        /// A given name
        const GIVEN_NAME = 1 << 30;
        /// Russian, French
        const NATIONALITY = 1 << 31;
        /// Inc., Ltd.
        const COMPANY = 1 << 32;
        /// An abbreviation with its full stop
        const ABBREVIATION = 1 << 33;
        /// Mr., e.g.: an abbreviation that never ends a sentence
        const NEVER_LAST = 1 << 34;
        /// Photo, Image: a word that opens a credit line
        const CREDIT = 1 << 35;
        /// News, Herald, agency: a word that ends an outlet's name or describes one
        const OUTLET_WORD = 1 << 36;
        /// Ministry, University: a word in the names of bodies
        const INSTITUTION_WORD = 1 << 37;
        /// woman, lawyer: a noun for a person
        const PERSON_NOUN = 1 << 38;
        /// A word that begins a verb of several words: point (out), go (on)
        const VERB_HEAD = 1 << 39;
        /// stole, fraud: says that somebody did wrong
        const ACCUSATION = 1 << 40;
        /// killed, wounded, missing: says that people came to harm
        const HARM = 1 << 41;
        /// called, titled, the term: what stands in marks behind it is a name
        const NAMING = 1 << 42;
        /// went on, continued, began: verbs whose infinitive is what is done
        const ASPECT = 1 << 43;
        /// man, woman, victim: a person who holds no office
        const PLAIN_PERSON = 1 << 44;
        /// post, video, user: what stands or who writes on a platform
        const POST = 1 << 45;
        /// largest, only, first: sets something above all others
        const SUPERLATIVE = 1 << 46;
        /// more, lower, than: sets one thing against another
        const COMPARATIVE = 1 << 47;
        /// because, led, sparked: says why
        const CAUSE = 1 << 48;
        /// often, most, decades: says that something holds in general
        const GENERAL = 1 << 49;
        /// key, brutal, baseless: judges
        const JUDGEMENT = 1 << 50;
        /// likely, expected, plunge: says what will be
        const FORECAST = 1 << 51;
        /// about, roughly, nearly: stands before a figure that somebody estimated
        const APPROXIMATE = 1 << 52;
        /// interviewed, declined, download: how the story was made, or what the page offers
        const PROCEDURE = 1 << 53;
        /// targeted, revoked, deployed, hosts: what a power does
        const CONDUCT = 1 << 54;
        /// close (to), familiar (with): what a source is, behind its noun
        const BESIDE = 1 << 55;
        /// The word "to"
        const TO = 1 << 56;
        /// The word "as"
        const AS = 1 << 57;
        /// The word "by"
        const BY = 1 << 58;
        /// The word "of"
        const OF = 1 << 59;
        /// The word "who"
        const WHO = 1 << 60;
        /// The word "per"
        const PER = 1 << 61;
        /// The word "according"
        const ACCORDING = 1 << 62;
        /// The word "and"
        const AND = 1 << 63;
        /// the
        const DEFINITE = 1 << 64;
        /// a, one, another
        const INDEFINITE = 1 << 65;
        /// some, two, several: a few that are not named
        const SEVERAL = 1 << 66;
        /// this, those
        const DEMONSTRATIVE = 1 << 67;
        /// it, its
        const NEUTER = 1 << 68;
        /// they, both
        const PLURAL = 1 << 69;
        /// I, we, our: the one who writes
        const FIRST_PERSON = 1 << 70;
        /// you, your: the one who reads
        const SECOND_PERSON = 1 << 71;
        /// and, but, then: the verb behind it may share the subject before it
        const SEQUEL = 1 << 72;
        /// while, by, without: a participle may follow
        const PARTICIPLE_OPENER = 1 << 73;
        /// on, late, last: a word of time may follow
        const TIME_OPENER = 1 << 74;
        /// of, the, for: small words inside a name
        const NAME_JOINER = 1 << 75;
        /// to, with: the one spoken to stands behind it
        const HEARER = 1 << 76;
        /// of, from: where somebody comes from stands behind it
        const ORIGIN = 1 << 77;
        /// of, from, at, with: what follows belongs to the noun before it, also behind a comma
        const BELONGING = 1 << 78;
        /// of, for, in: a noun phrase goes on behind it
        const PLACING = 1 << 79;
        /// by, from, of: who issued a paper stands behind it
        const ISSUER = 1 << 80;
        /// including, among, like: members of a group follow
        const INCLUSION = 1 << 81;
        /// number, majority, members: what it counts stands behind "of"
        const QUANTITY = 1 << 82;
        /// percent, million, times: makes a figure of the number before it
        const SCALE = 1 << 83;
        /// people, persons
        const PEOPLE = 1 << 84;
        /// spokesman, spokesperson
        const SPOKESPERSON = 1 << 85;
        /// Mr., Lady: with [`Class::MALE`] or [`Class::FEMALE`], a title that tells which
        const HONORIFIC = 1 << 86;
        /// Jr., III: stands behind a surname
        const NAME_SUFFIX = 1 << 87;
        /// Updated, Watch, Photo: before a colon, a label and nobody who speaks
        const LABEL = 1 << 88;
        /// filed, court, police: says whose paper it is
        const PAPER = 1 << 89;
        /// intelligence
        const INTELLIGENCE = 1 << 90;
        /// there, here: stands where a subject would
        const EXPLETIVE = 1 << 91;
        /// van, de, al: small words inside a person's name
        const NAME_PARTICLE = 1 << 92;
        /// company, firm, agency: stands for any body named before
        const BODY_NOUN = 1 << 93;
        /// speaking, writing, interview: with a preposition, where the words of its sentence were said
        const EXCHANGE = 1 << 94;
        /// clear, known: with a negation, nothing is claimed but that nobody can tell
        const EVIDENT = 1 << 95;
        /// unclear, unknown: the same in one word
        const OPEN_QUESTION = 1 << 96;
        /// newspaper, website: with "a" before it, an outlet without a name
        const MEDIUM = 1 << 97;
        /// dozens, doubled, two-thirds: a figure without a number
        const FIGURE = 1 << 98;
        /// obtained, reviewed, seen: what a newsroom does to papers and pictures
        const GATHERING = 1 << 99;
        /// law, treaty, plan: what it lays down is quoted by its own name
        const NORM = 1 << 100;
        /// Ill., Wash., Co.: an abbreviation that is written with a capital; with a small letter it is another word
        const WITH_CAPITAL = 1 << 101;
        /// No., Vol., p.: an abbreviation only before a number
        const NUMBERED = 1 << 102;
        /// row, block, vitamin: a letter behind it says which one
        const LETTERED = 1 << 103;
        /// Eastern, Pacific: behind an hour, the time of a part of the world
        const TIME_ZONE = 1 << 104;
        /// a.m., pm: which half of the day an hour is in
        const HALF_OF_DAY = 1 << 105;
        /// but, while, whereas: sets a clause against the one before it
        const CONTRAST = 1 << 110;
        /// anonymity, anonymously: says that somebody stays without a name
        const ANONYMITY = 1 << 113;
        /// source, sources: opens a line that says where words or figures come from
        const SOURCE_LINE = 1 << 114;
        /// news, press, photo: before "agency", says that it gathers news
        const REPORTING = 1 << 112;
        /// nobody, none: as a subject, says that nothing was done
        const NOBODY = 1 << 111;
        /// Democrats, Tories: the members of a party, who speak as one
        const PARTY = 1 << 120;
        /// in, into, across: a place stands behind it
        const INSIDE = 1 << 121;
        /// president, parliament, capital: what a country has and a person has not
        const STATEHOOD = 1 << 122;
        /// letter, statement, article: what somebody wrote
        const WRITING = 1 << 123;
        /// named, identified: behind "not", says that somebody stays without a name
        const IDENTIFIED = 1 << 126;
        /// make, making, earn: of people, before a sum over a time
        const EARNING = 1 << 125;
        /// poll, survey: asks many people
        const POLL = 1 << 124;
    }

    /// What is peculiar to the frames of an attribution verb: the column `grammar` of the list.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Grammar: u16 {
        /// tell, inform: its object is the one told
        const HEARER = 1;
        /// told, asked, notified: in the passive, its subject is the one told, not what is said
        const PASSIVE_HEARER = 1 << 1;
        /// speak (to, with): the one spoken to stands behind a preposition
        const SPEAKS_TO = 1 << 2;
        /// quoted by, published by: a bare participle with an agent attributes
        const PUBLISHED = 1 << 3;
        /// say, tell: whatever follows is what was said
        const BARE = 1 << 4;
        /// report: whatever follows a finite form is news
        const NEWS = 1 << 5;
        /// cite: passes on what its object says
        const CITES = 1 << 6;
        /// accuse: its object is accused by its subject alone
        const ACCUSES = 1 << 7;
        /// know, want, discover, prove: nobody speaks by doing it
        const SILENT = 1 << 8;
    }
}
