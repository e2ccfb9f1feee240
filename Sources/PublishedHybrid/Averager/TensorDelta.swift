package import PythonValues

/// The number format of a tensor.
package enum TensorFormat: String, Sendable {
    case half = "f16"
    case single = "f32"
    case double = "f64"
    case integer = "i64"
}

/// A tensor of a delta: whole numbers and marks, in its rows' order.
package struct DeltaTensor: Sendable, Equatable {
    /// No element's magnitude is above it.
    package static let magnitudeMax: Int128 = 1 << 40
    /// No tensor has more elements, and none comes of broadcasting.
    package static let elementCountMax = 1 << 20
    /// No tensor has more dimensions; PyTorch has the same bound.
    package static let dimensionCountMax = 64

    package let format: TensorFormat
    package let shape: [Int]
    package let elements: [MarkedInteger]

    /// Nil where the shape and the elements do not fit each other or the bounds.
    package init?(format: TensorFormat, shape: [Int], elements: [MarkedInteger]) {
        guard Self.elementCount(of: shape) == elements.count,
            elements.allSatisfy({ element in
                guard case .integer(let value) = element else { return true }
                return value.magnitude <= Self.magnitudeMax.magnitude
            })
        else { return nil }
        self.format = format
        self.shape = shape
        self.elements = elements
    }

    /// The elements of a tensor of this shape; nil beyond the bounds. Asked before memory is.
    package static func elementCount(of shape: [Int]) -> Int? {
        guard shape.count <= dimensionCountMax, shape.allSatisfy({ $0 >= 0 }) else { return nil }
        if shape.contains(0) { return 0 }
        var count = 1
        for dimension in shape {
            let (product, isOver) = count.multipliedReportingOverflow(by: dimension)
            guard !isOver, product <= elementCountMax else { return nil }
            count = product
        }
        return count
    }
}

/// A delta: tensors by name, in the order in which the names first came.
package struct TensorDelta: Sendable {
    package private(set) var tensors: [(name: PythonText, tensor: DeltaTensor)] = []
    private var places: [PythonText: Int] = [:]  // looked up, never iterated

    package init() {}

    package init(_ tensors: [(PythonText, DeltaTensor)]) {
        for (name, tensor) in tensors { self[name] = tensor }
    }

    package subscript(name: PythonText) -> DeltaTensor? {
        get { places[name].map { tensors[$0].tensor } }
        set {
            guard let newValue else { return }
            if let place = places[name] {
                tensors[place].tensor = newValue
            } else {
                places[name] = tensors.count
                tensors.append((name, newValue))
            }
        }
    }
}

/// A delta as it was read from a record.
package enum RetrievedDelta: Sendable {
    case tensors(TensorDelta)
    /// Something that was read well, but is no dictionary of tensors. It is kept.
    case noDictionary

    /// The tensors. **Throws:** ``PythonError/attribute(_:)`` where there are none to ask for.
    func named() throws(PythonError) -> TensorDelta {
        guard case .tensors(let delta) = self else {
            throw .attribute("'list' object has no attribute 'items'")
        }
        return delta
    }

    func tensor(_ name: PythonText) -> DeltaTensor? {
        guard case .tensors(let delta) = self else { return nil }
        return delta[name]
    }
}
