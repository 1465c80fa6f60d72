"""In which language: messages taken out of the content, catalogs read strictly, leaflets put into one language."""
