package import Trials

/// Bytes that somebody made, in parts that are sent one after the other.
package struct Artefact<Place: Sendable>: Sendable {
    package let parts: [[UInt8]]
    /// The place in the system that they belong to; nil for bytes that have none.
    package let place: Place?

    package init(parts: [[UInt8]], place: Place? = nil) {
        self.parts = parts
        self.place = place
    }
}

/// The artefacts of one trial, by their names.
package struct Artefacts<Place: Sendable>: Sendable {
    private var named: [String: Artefact<Place>] = [:]  // looked up, never iterated

    package init() {}

    /// **Throws:** ``StepFault`` for a name that nothing was kept under.
    package func named(_ name: String) throws -> Artefact<Place> {
        guard let artefact = named[name] else { throw StepFault("no artefact \(name)") }
        return artefact
    }

    /// **Throws:** ``StepFault`` for a name without an artefact, or of several parts.
    package func oneByteString(_ name: String) throws -> [UInt8] {
        let parts = try named(name).parts
        guard parts.count == 1 else { throw StepFault("\(name) has \(parts.count) parts, not one") }
        return parts[0]
    }

    /// **Throws:** ``StepFault`` for a name that is taken.
    package mutating func keep(_ name: String, _ artefact: Artefact<Place>) throws {
        guard named.updateValue(artefact, forKey: name) == nil else {
            throw StepFault("two artefacts named \(name)")
        }
    }

    /// The bytes of a step that makes them by hand.
    ///
    /// **Throws:** ``StepFault``.
    package func bytes(_ step: BytesStep, _ profile: Profile) throws -> [UInt8] {
        var bytes = try step.of.map(oneByteString) ?? []
        bytes += try step.repeatedContent()
        for splice in step.splices[profile] { bytes = try splice.applied(to: bytes) }
        return bytes
    }
}
