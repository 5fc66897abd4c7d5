//! Every bound in one place, each with its unit, its default and the reason for it.

/// What the library is willing to spend on bytes from outside.
///
/// Over a bound, input is refused with a reason that names the bound: it is never cut short in silence.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of one JSON document or JWS. Default 1 MiB: the largest published sample has 17 kB.
    pub document_bytes: usize,
    /// Characters of one compact statement, and bytes that its claims may inflate to. Default 4 KiB; the largest QR code
    /// holds 2,953 bytes.
    pub compact_bytes: usize,
    /// Levels of nesting in JSON. Default 64, at most 127; a complete Open Badge has 9.
    pub json_depth: usize,
    /// Values (numbers, texts, arrays, objects, members) in one document. Default 100,000.
    pub json_values: usize,
    /// Quads of one document. Default 20,000; a complete Open Badge has 356.
    pub quads: usize,
    /// Contexts that one document may enter, one inside another. Default 16.
    pub context_depth: usize,
    /// Contexts that have to be computed because one document writes its own. Default 512.
    pub contexts: usize,
    /// Calls of Hash N-Degree Quads in one canonicalisation. Default 4,000: enough for the whole
    /// W3C suite but its poison test.
    pub canon_calls: usize,
    /// Permutations tried in one canonicalisation. Default 50,000.
    pub canon_permutations: usize,
    /// Steps that all canonicalisations for one report may take together, in the cost of one quad; a call of Hash
    /// N-Degree Quads counts as 8, a permutation as 1, a statement signed by itself as 400. Default 400,000, about a quarter of a second; an Open Badge with
    /// a proof takes less than 1,000.
    pub canon_work: usize,
    /// Bytes of one picture that may hold a badge. Default 32 MiB.
    pub image_bytes: usize,
    /// Pixels of one PNG that is decoded. Default 2^25, a square of 5,792.
    pub picture_pixels: u64,
    /// Ways of looking for QR codes in one picture: sizes, thresholds, negative. Default 12, which is all there are.
    pub qr_tries: usize,
    /// QR codes of one picture that are read. Default 32.
    pub qr_codes: usize,
    /// Chunks of one PNG. Default 100,000.
    pub png_chunks: usize,
    /// Bytes that a compressed text chunk may inflate to. Default 1 MiB, as for a document.
    pub inflated_text_bytes: usize,
    /// XML events of one SVG. Default 2,000,000.
    pub xml_events: usize,
    /// Levels of nesting in an SVG. Default 256.
    pub xml_depth: usize,
    /// Bytes of one document or archive that may hold several badges. Default 64 MiB.
    pub container_bytes: usize,
    /// Things within things that are opened: a picture in a document in an archive is the third. Default 4.
    pub nesting: usize,
    /// Parts (attachments, pictures, files of an archive) that are opened for one input, at all depths together.
    /// Default 2,000.
    pub parts: usize,
    /// Bytes of all those parts together, after decompression: the work that one input may cause. Default 128 MiB.
    pub parts_bytes: usize,
    /// Credentials of one input. Default 200.
    pub found: usize,
    /// Addresses in one input that are kept. Default 500.
    pub links: usize,
    /// Addresses in one input that are followed where there is a network. Default 10.
    pub links_followed: usize,
    /// Pages of one PDF. Default 300.
    pub pdf_pages: usize,
    /// Words and brackets of a PDF outside its streams, which a parser keeps in memory. Default 700,000.
    pub pdf_tokens: usize,
    /// Bytes that the object streams of a PDF may inflate to, all together. Default 2 MiB; a CV has less than 100 kB.
    pub pdf_object_bytes: usize,
    /// Operators that the pages of a PDF may run, all together. Default 800,000.
    pub pdf_operations: usize,
    /// Pixels of pictures and drawings in which QR codes are looked for, for one input. Default 2^25.
    pub scan_pixels: u64,
    /// Bytes that a status list may inflate to. Default 16 MiB, which is 134 million entries.
    pub status_list_bytes: usize,
    /// Faults of one document that are told one by one. Default 100.
    pub faults: usize,
    /// Status entries of one credential that are looked at. Default 16; the model of Open Badges has one.
    pub status_entries: usize,
    /// Bytes that all status lists for one report may inflate to. Default 64 MiB.
    pub status_bytes: usize,
    /// Proofs on one credential that are looked at. Default 8. Once 8 times as many were looked at for one report, one
    /// on each.
    pub proofs: usize,
    /// Endorsements of one badge that are verified, embedded ones included. Default 64.
    pub endorsements: usize,
    /// Endorsements of endorsements. Default 2 levels.
    pub endorsement_depth: usize,
    /// Schemas of others that one credential may name and that are looked at. Default 4.
    pub schemas: usize,
    /// Values in one such schema. Default 20,000; the one of Open Badges has 2,500.
    pub schema_values: usize,
    /// Steps of about 100 nanoseconds that holding badges against schemas may take for one report. Default 2,000,000.
    pub schema_work: usize,
    /// Rounds of "fetch what is wanted and verify again". Default 8; four are usual.
    pub rounds: usize,
    /// Addresses that one badge may have us fetch. Default 32.
    pub lookups: usize,
    /// Bytes of one fetched answer. Default 2 MiB, after decompression.
    pub answer_bytes: usize,
    /// Bytes of one ZIP. Default 256 MiB.
    pub zip_bytes: usize,
    /// Entries of one ZIP, folders included. Default 200,000: a site of 20,000 badges.
    pub zip_entries: usize,
    /// Bytes that all entries of one ZIP may unpack to. Default 512 MiB.
    pub zip_unpacked_bytes: usize,
    /// How many times larger an entry over 1 MiB may be than its packed form. Default 200; deflate's own bound is 1,032.
    pub zip_ratio: usize,
    /// Bytes of one table of people. Default 64 MiB: a hundred thousand rows take 10.
    pub table_bytes: usize,
    /// Rows of one table that hold anything. Default 200,000.
    pub table_rows: usize,
    /// Columns of one table, up to the last that holds anything. Default 500.
    pub table_columns: usize,
    /// Cells of one table, empty ones between others included. Default 8,000,000.
    pub table_cells: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document_bytes: 1 << 20,
            compact_bytes: 4 << 10,
            json_depth: 64,
            json_values: 100_000,
            quads: 20_000,
            context_depth: 16,
            contexts: 512,
            canon_calls: 4_000,
            canon_permutations: 50_000,
            canon_work: 400_000,
            image_bytes: 32 << 20,
            picture_pixels: 1 << 25,
            qr_tries: 12,
            qr_codes: 32,
            png_chunks: 100_000,
            inflated_text_bytes: 1 << 20,
            xml_events: 2_000_000,
            xml_depth: 256,
            container_bytes: 64 << 20,
            nesting: 4,
            parts: 2_000,
            parts_bytes: 128 << 20,
            found: 200,
            links: 500,
            links_followed: 10,
            pdf_pages: 300,
            pdf_tokens: 700_000,
            pdf_object_bytes: 2 << 20,
            pdf_operations: 800_000,
            scan_pixels: 1 << 25,
            status_list_bytes: 16 << 20,
            faults: 100,
            status_entries: 16,
            status_bytes: 64 << 20,
            proofs: 8,
            endorsements: 64,
            endorsement_depth: 2,
            schemas: 4,
            schema_values: 20_000,
            schema_work: 2_000_000,
            rounds: 8,
            lookups: 32,
            answer_bytes: 2 << 20,
            zip_bytes: 256 << 20,
            zip_entries: 200_000,
            zip_unpacked_bytes: 512 << 20,
            zip_ratio: 200,
            table_bytes: 64 << 20,
            table_rows: 200_000,
            table_columns: 500,
            table_cells: 8_000_000,
        }
    }
}
