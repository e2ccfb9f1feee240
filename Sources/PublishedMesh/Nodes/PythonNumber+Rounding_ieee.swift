package import PythonValues

extension PythonNumber {
    /// `float(number)`. **Throws:** an overflow for an integer that no float64 comes near.
    package func rounded() throws(PythonError) -> PythonFloat { PythonFloat(try converted()) }
}
