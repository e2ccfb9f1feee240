/// A part of the lab's report: what it says, from which files, or what is missing for it.
struct LabSection {
    /// The anchor: letters and hyphens.
    let id: String
    let title: String
    /// What the section answers, in one sentence.
    let question: String
    var blocks: [LabBlock] = []
    /// The files that it is drawn from.
    var sources: [EvidenceFile] = []
    /// The command that makes what is missing, told where there is no source.
    let missing: String
    let command: String
}
