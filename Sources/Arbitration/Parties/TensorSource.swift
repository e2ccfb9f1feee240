package import Tensors
package import Traces

/// The source of the integers that a party committed to.
package protocol TensorSource: AnyObject {
    /// The output of an operation of the schedule that has elements, row-major.
    func output(prompt: Int, place: Int) throws -> [Int64]

    /// A parameter as it is digested: a matrix stands transposed.
    func parameter(_ name: String) throws -> TensorTree
}

/// The parameters of a model with the trees over them, each made when it is first asked for.
package final class ParameterTrees {
    private let parameter: (String) throws -> IntegerTensor
    private var trees: [String: TensorTree] = [:]  // looked up, never iterated

    package init(_ parameter: @escaping (String) throws -> IntegerTensor) {
        self.parameter = parameter
    }

    package func tree(_ name: String) throws -> TensorTree {
        if let tree = trees[name] { return tree }
        let tensor = try parameter(name)
        // A vector has a single row, which is no dimension of it.
        let dimensions = Self.isVector(name) ? [tensor.columns] : [tensor.rows, tensor.columns]
        let tree = TensorTree.parameter(dimensions: dimensions, elements: tensor.elements)
        trees[name] = tree
        return tree
    }

    /// The integers of a parameter.
    package func tensor(_ name: String) throws -> IntegerTensor { try parameter(name) }

    private static func isVector(_ name: String) -> Bool {
        name.hasSuffix(".g") || name.hasSuffix(".b")
    }
}
