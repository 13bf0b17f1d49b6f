using CommandLine;

namespace MySql.Session.Tests;

public sealed class MySqlOptionsTests
{
    /// <summary>An option that is added to the class and forgotten here would be lost at every other server.</summary>
    [Fact]
    public void Another_server_gets_every_option_but_the_place()
    {
        var all = new MySqlOptions();
        var own = typeof(MySqlOptions).GetProperties()
            .Where(property => property.DeclaringType == typeof(MySqlOptions) && property.IsDefined(typeof(OptionAttribute), false))
            .ToList();
        foreach (var property in own)
            property.SetValue(all, property.PropertyType == typeof(bool) ? true : $"value of {property.Name}");

        var other = all.ForServer("db2", "3307");

        foreach (var property in own.Where(property => property.Name is not ("Host" or "Port" or "Socket")))
            Assert.Equal((property.Name, property.GetValue(all)), (property.Name, property.GetValue(other)));
        Assert.Equal(("db2", "3307", null), (other.Host, other.Port, other.Socket));
        Assert.Equal(all.Port, all.ForServer("db2", null).Port);
    }
}
