from sepas.cli.main import main

main()
