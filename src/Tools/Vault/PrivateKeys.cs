using System.Security.Cryptography;

namespace TokenVaultAgent.Tools.Vault;

/// <summary>Reads the RSA key of <c>private_key_jwt</c> from its settings.</summary>
internal static class PrivateKeys
{
    /// <exception cref="ArgumentException">The text is no PEM.</exception>
    /// <exception cref="CryptographicException">It is no RSA private key.</exception>
    public static RSA Read(Auth0Options options)
    {
        var key = RSA.Create();
        try
        {
            key.ImportFromPem(string.IsNullOrEmpty(options.PrivateKeyFile) ? options.PrivateKey : File.ReadAllText(options.PrivateKeyFile));
            // A public key imports as well; exporting proves that the private half is there.
            _ = key.ExportParameters(includePrivateParameters: true);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}
