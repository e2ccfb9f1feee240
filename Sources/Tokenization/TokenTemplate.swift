/// The ids that a template puts before and after those of the text.
struct TokenTemplate: Equatable {
    var before: [Int32] = []
    var after: [Int32] = []

    var isEmpty: Bool { before.isEmpty && after.isEmpty }
}
