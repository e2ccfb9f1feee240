package import PythonValues

/// The reader of one form of vector files: it runs each case of such a file through a system and
/// compares.
package protocol VectorJudge: Sendable {
    /// The form, as reports name it, such as `settlement`.
    var name: String { get }

    /// The maker of the answers, as reports name it, where it is not published code, such as
    /// `PyTorch`; nil for published code and what files say of themselves.
    var maker: String? { get }

    /// Whether a document has this form. Asked of the content alone: a file may have any name.
    func recognises(_ document: PythonDictionary) -> Bool

    /// The outcome of each case, in the file's order.
    ///
    /// **Throws:** ``VectorFormError`` where a case is not of the form; any other error is a fault
    /// of the laboratory.
    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome]

    /// The same, telling `progress` of long work: so much is done of so much. A judge that is done
    /// in a moment need not have it.
    func outcomes(
        of document: PythonDictionary,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
    ) throws -> [VectorOutcome]
}

extension VectorJudge {
    package var maker: String? { nil }

    package func outcomes(
        of document: PythonDictionary,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
    ) throws -> [VectorOutcome] {
        try outcomes(of: document)
    }
}

/// A judge whose work is long: it implements the form of ``VectorJudge`` that tells `progress`.
package protocol LongVectorJudge: VectorJudge {}

extension LongVectorJudge {
    package func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try outcomes(of: document, progress: { _, _ in })
    }
}

/// The outcome of one case.
package struct VectorOutcome: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case equal
        case differs(expected: String, got: String)
        /// A case that this laboratory cannot run, with the reason.
        case skipped(reason: String)
    }

    /// The place in the file, such as `17`, or `meant 17` for step 17 of the history `meant`.
    package let index: String
    package let kind: Kind

    package init(index: String, _ kind: Kind) {
        self.index = index
        self.kind = kind
    }

    /// Equal, or else both texts.
    package init(index: String, expected: String, got: String) {
        self.index = index
        kind =
            expected.utf8.elementsEqual(got.utf8)
            ? .equal : .differs(expected: expected, got: got)
    }
}

/// A place of a vector file that is not of the form that the file seems to have.
package struct VectorFormError: Error, Equatable, CustomStringConvertible {
    /// Such as `cases[3].body`.
    package let place: String
    package let expected: String
    package let got: String

    package init(place: String, expected: String, got: String) {
        self.place = place
        self.expected = expected
        self.got = got
    }

    package var description: String { "\(place): expected \(expected), got \(got)" }
}
