/// A way to multiply integer matrices exactly: the one face of every backend.
///
/// **Determinism:** a product of integers within its bound has one value; a backend may choose the
/// order, the instructions and the number format of its work, but never the result.
public protocol ExactGEMM: Sendable {
    /// The name by which `--backend` forces it.
    var name: String { get }

    /// The right operand of products to come, in the form that this backend multiplies fastest.
    func packed(_ matrix: BoundedMatrix) -> any PackedMatrix
}

/// A right operand [K, N], ready to be multiplied.
public protocol PackedMatrix: Sendable {
    /// left [M, K] · self [K, N], every sum whole and exact.
    ///
    /// **Precondition:** left.columns == K; K · left.bound · bound ≤ 2^62.
    func product(with left: BoundedMatrix) -> IntegerMatrix
}

/// The checks that every backend makes before it multiplies.
func checkOperands(_ left: BoundedMatrix, rightRows: Int, rightBound: Int64) {
    precondition(left.columns == rightRows, "[…, \(left.columns)] · [\(rightRows), …]")
    let (perTerm, overflow) = left.bound.multipliedReportingOverflow(by: rightBound)
    precondition(
        !overflow && perTerm <= (1 << 62) / Int64(max(rightRows, 1)),
        "\(rightRows) products of \(left.bound) · \(rightBound) pass 2^62")
}

/// The backends of this machine, the one to take by default first.
public enum Backends {
    public static let reference: any ExactGEMM = ReferenceGEMM()

    public static let usable: [any ExactGEMM] = {
        let openBLAS: [any ExactGEMM] = OpenBLASGEMM().map { [$0] } ?? []
        return openBLAS + [reference]
    }()

    /// Names that a machine may or may not have.
    public static let names = ["openblas", "reference"]

    /// What OpenBLAS says of itself; nil where there is none.
    public static var openBLASDescription: String? { OpenBLASGEMM.libraryDescription }

    public static func named(_ name: String) -> (any ExactGEMM)? {
        usable.first { $0.name == name }
    }
}
