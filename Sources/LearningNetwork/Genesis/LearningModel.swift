package import Encodings
package import PythonValues
package import Training
package import Trials

/// The model of a network and its training: the shape, the batch, the rate, and the steps of a
/// proof with how many of them are trained again.
package struct LearningModel: Sendable, Equatable {
    package let plan: TrainingPlan
    /// The name that the first weights follow from.
    package let initialName: String
    /// k of the page, the steps that an audit trains again: 1 to T.
    package let sampleCount: Int

    /// **Precondition:** 1 ≤ sampleCount ≤ T.
    package init(plan: TrainingPlan, initialName: String, sampleCount: Int) {
        precondition((1...plan.stepCount).contains(sampleCount), "\(sampleCount) steps")
        self.plan = plan
        self.initialName = initialName
        self.sampleCount = sampleCount
    }

    /// The bytes of an opening at the most: for each step the weights before it, and two paths.
    package var openingByteCountMax: Int {
        1_024 + sampleCount * (1_024 + 2 * plan.shape.weightByteCount + 64 * 70)
    }

    package var initialWeights: TrainingWeights {
        TrainingWeights(shape: plan.shape, name: initialName)
    }

    package var json: JSONValue {
        CanonicalObject.value([
            ("batch_bits", .integer(plan.batchShift)),
            ("classes", .integer(plan.shape.classCount)),
            ("hidden", .integer(plan.shape.hiddenCount)), ("init", .string(initialName)),
            ("inputs", .integer(plan.shape.inputCount)),
            ("rate_bits", .integer(plan.rateShift)), ("sample", .integer(sampleCount)),
            ("steps", .integer(plan.stepCount)),
        ])
    }

    /// **Throws:** ``Refusal``.
    package init(_ value: PythonValue) throws(Refusal) {
        let document = try LearningDocument(
            value,
            [
                "batch_bits", "classes", "hidden", "init", "inputs", "rate_bits", "sample", "steps",
            ], .all)
        func integer(_ key: String) throws(Refusal) -> Int {
            try document.integer(key, in: -64...1 << 20, LearningGuards.fields)
        }
        let name = try document.text("init")
        try Guards.all.require(
            (1...64).contains(name.utf8.count)
                && name.utf8.allSatisfy { (0x20...0x7E).contains($0) },
            LearningGuards.fields, "init: expected 1 to 64 printable characters of ASCII")
        initialName = name
        let counts = (
            try integer("inputs"), try integer("hidden"), try integer("classes"),
            try integer("batch_bits"), try integer("rate_bits"), try integer("steps")
        )
        do throws(TrainingError) {
            plan = try TrainingPlan(
                shape: TrainingShape(
                    inputCount: counts.0, hiddenCount: counts.1, classCount: counts.2),
                batchShift: counts.3, rateShift: counts.4, stepCount: counts.5)
        } catch {
            throw Refusal(
                index: nil, by: LearningGuards.fields, message: "model: \(error.description)")
        }
        sampleCount = try document.integer(
            "sample", in: 1...plan.stepCount, LearningGuards.fields)
        try Guards.all.require(
            openingByteCountMax <= LearningLimits.openingByteCountMax,
            LearningGuards.fields,
            "sample: expected openings of at most \(LearningLimits.openingByteCountMax) bytes")
    }
}
