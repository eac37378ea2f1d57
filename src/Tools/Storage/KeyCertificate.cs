using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TokenVaultAgent.Tools.Storage;

/// <summary>A certificate with its private RSA key, as a PKCS #12 file.</summary>
internal sealed class KeyCertificate
{
    public string? File { get; set; }

    /// <summary>Null for a file without one.</summary>
    public string? Password { get; set; }

    /// <summary>Null where it cannot be read, is no such file, or the password is wrong.</summary>
    public X509Certificate2? TryLoad()
    {
        try
        {
            var certificate = X509CertificateLoader.LoadPkcs12FromFile(File!, Password);
            return certificate.GetRSAPrivateKey() is null ? null : certificate;
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
