/// A part of the lab's report: what it says, from which files, or what is missing for it.
struct LabSection {
    /// The part of a section that does not depend on the evidence.
    struct Head {
        /// The anchor: letters and hyphens.
        let id: String
        let title: String
        /// The question that the section answers, in one sentence.
        let question: String
        /// The command that makes what is missing, told where there is no source.
        let missing: String
        let command: String
    }

    let head: Head
    private(set) var blocks: [LabBlock] = []
    /// The files that it is drawn from.
    private(set) var sources: [EvidenceFile] = []

    /// - Parameter blocks: the blocks of a file; nil if it has no evidence for this section.
    init(_ head: Head, _ files: [EvidenceFile], blocks: (EvidenceFile) -> [LabBlock]?) {
        self.head = head
        for file in files {
            guard let blocks = blocks(file) else { continue }
            sources.append(file)
            self.blocks += blocks
        }
    }

    /// - Parameter sources: the files of all blocks together.
    init(_ head: Head, sources: [EvidenceFile], blocks: [LabBlock]) {
        self.head = head
        self.sources = sources
        self.blocks = blocks
    }
}
