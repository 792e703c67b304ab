//! Word classes and the grammar of attribution verbs. `rules/lexicon/words.tsv` and `verbs.tsv` use these names in lower case.

bitflags::bitflags! {
    /// The classes of a word; a word may have many.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Class: u128 {
        /// the, a, this, some
        const DETERMINER = 1;
        /// my, his, their
        const POSSESSIVE = 1 << 1;
        /// he, some, those: any word that replaces a noun
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
        /// Adverbs that do not end in -ly: also, later
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
        /// DNA, ruling, figures: nouns for evidence that can disprove something
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
        /// Mr., e.g.: abbreviations that never end a sentence
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
        /// called, titled, term: quoted words after it are a name
        const NAMING = 1 << 42;
        /// went on, continued, began: verbs whose infinitive names the action
        const ASPECT = 1 << 43;
        /// man, woman, victim: a person without an office
        const PLAIN_PERSON = 1 << 44;
        /// post, video, user: words for the content and the users of social media
        const POST = 1 << 45;
        /// largest, only, first: marks a superlative
        const SUPERLATIVE = 1 << 46;
        /// more, lower, than: marks a comparison
        const COMPARATIVE = 1 << 47;
        /// because, led, sparked: states a cause
        const CAUSE = 1 << 48;
        /// often, most, decades: marks a general statement
        const GENERAL = 1 << 49;
        /// key, brutal, baseless: expresses a judgement
        const JUDGEMENT = 1 << 50;
        /// likely, expected, plunge: marks a forecast
        const FORECAST = 1 << 51;
        /// about, roughly, nearly: comes before an estimated figure
        const APPROXIMATE = 1 << 52;
        /// interviewed, declined, download: words about how the story was made, or what the page offers
        const PROCEDURE = 1 << 53;
        /// targeted, revoked, deployed, hosts: actions of a state or another power
        const CONDUCT = 1 << 54;
        /// close (to), familiar (with): describes a source, after its noun
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
        /// some, two, several: counts people or things that are not named
        const SEVERAL = 1 << 66;
        /// this, those
        const DEMONSTRATIVE = 1 << 67;
        /// it, its
        const NEUTER = 1 << 68;
        /// they, both
        const PLURAL = 1 << 69;
        /// I, we, our: refers to the writer
        const FIRST_PERSON = 1 << 70;
        /// you, your: refers to the reader
        const SECOND_PERSON = 1 << 71;
        /// and, but, then: the verb after it may share the subject before it
        const SEQUEL = 1 << 72;
        /// while, by, without: a participle may follow
        const PARTICIPLE_OPENER = 1 << 73;
        /// on, late, last: a word of time may follow
        const TIME_OPENER = 1 << 74;
        /// of, the, for: lower-case words inside a name
        const NAME_JOINER = 1 << 75;
        /// to, with: the addressee follows
        const HEARER = 1 << 76;
        /// of, from: a person's origin follows
        const ORIGIN = 1 << 77;
        /// of, from, at, with: the words after it belong to the noun before it, even after a comma
        const BELONGING = 1 << 78;
        /// of, for, in: a noun phrase may continue after it
        const PLACING = 1 << 79;
        /// by, from, of: the issuer of a document follows
        const ISSUER = 1 << 80;
        /// including, among, like: members of a group follow
        const INCLUSION = 1 << 81;
        /// number, majority, members: followed by "of" and the people or things that are counted
        const QUANTITY = 1 << 82;
        /// percent, million, times: turns the number before it into a figure
        const SCALE = 1 << 83;
        /// people, persons
        const PEOPLE = 1 << 84;
        /// spokesman, spokesperson
        const SPOKESPERSON = 1 << 85;
        /// Mr., Lady: a title of respect; with [`Class::MALE`] or [`Class::FEMALE`], it shows the person's gender
        const HONORIFIC = 1 << 86;
        /// Jr., III: comes after a surname
        const NAME_SUFFIX = 1 << 87;
        /// Updated, Watch, Photo: before a colon, a label rather than a speaker
        const LABEL = 1 << 88;
        /// filed, court, police: shows whose document it is
        const PAPER = 1 << 89;
        /// intelligence
        const INTELLIGENCE = 1 << 90;
        /// there, here: takes the place of a subject
        const EXPLETIVE = 1 << 91;
        /// van, de, al: lower-case words inside a person's name
        const NAME_PARTICLE = 1 << 92;
        /// company, firm, agency: may refer to any organisation that was named before
        const BODY_NOUN = 1 << 93;
        /// speaking, writing, interview: with a preposition, says on which occasion the words of its sentence were said
        const EXCHANGE = 1 << 94;
        /// clear, known: with a negation ("it is not clear"), the statement only says that something is unknown
        const EVIDENT = 1 << 95;
        /// unclear, unknown: without a negation, the statement only says that something is unknown
        const OPEN_QUESTION = 1 << 96;
        /// newspaper, website: with "a" before it, an outlet without a name
        const MEDIUM = 1 << 97;
        /// dozens, doubled, two-thirds: a figure without a number
        const FIGURE = 1 << 98;
        /// obtained, reviewed, seen: what a newsroom does with documents and pictures
        const GATHERING = 1 << 99;
        /// law, treaty, plan: a document that lays down rules; a phrase quoted after it comes from the document
        const NORM = 1 << 100;
        /// Ill., Wash., Co.: an abbreviation only with a capital; in lower case it is another word
        const WITH_CAPITAL = 1 << 101;
        /// No., Vol., p.: an abbreviation only before a number
        const NUMBERED = 1 << 102;
        /// row, block, vitamin: a letter after it says which one
        const LETTERED = 1 << 103;
        /// Eastern, Pacific: after an hour, a time zone
        const TIME_ZONE = 1 << 104;
        /// a.m., pm: morning or afternoon, after an hour
        const HALF_OF_DAY = 1 << 105;
        /// but, while, whereas: contrasts a clause with the one before it
        const CONTRAST = 1 << 110;
        /// anonymity, anonymously: says that a person's name is withheld
        const ANONYMITY = 1 << 113;
        /// source, sources: opens a line that names the source of words or figures
        const SOURCE_LINE = 1 << 114;
        /// news, press, photo: before "agency", makes it a news agency
        const REPORTING = 1 << 112;
        /// nobody, none: as a subject, says that nobody did it
        const NOBODY = 1 << 111;
        /// Democrats, Tories: the members of a party, who speak as one
        const PARTY = 1 << 120;
        /// in, into, across: a place follows
        const INSIDE = 1 << 121;
        /// president, parliament, capital: something that a country has, but a person does not
        const STATEHOOD = 1 << 122;
        /// letter, statement, article: a written text
        const WRITING = 1 << 123;
        /// named, identified: after "not", says that a person's name is withheld
        const IDENTIFIED = 1 << 126;
        /// make, making, earn: said of people, before an amount and a period of time
        const EARNING = 1 << 125;
        /// poll, survey: a poll of many people
        const POLL = 1 << 124;
    }

    /// Grammatical properties of an attribution verb: the column `grammar` of `verbs.tsv`.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Grammar: u16 {
        /// tell, inform: its object is the addressee
        const HEARER = 1;
        /// told, asked, notified: in the passive, its subject is the addressee, not the content
        const PASSIVE_HEARER = 1 << 1;
        /// speak (to, with): the addressee follows a preposition
        const SPEAKS_TO = 1 << 2;
        /// quoted by, published by: a bare participle with an agent is a cue
        const PUBLISHED = 1 << 3;
        /// say, tell: any words after it are content
        const BARE = 1 << 4;
        /// report: any words after a finite form are content
        const NEWS = 1 << 5;
        /// cite: its object is the source that the subject passes on
        const CITES = 1 << 6;
        /// accuse: its subject alone accuses its object
        const ACCUSES = 1 << 7;
        /// know, want, discover, prove: not an act of speaking
        const SILENT = 1 << 8;
    }
}
