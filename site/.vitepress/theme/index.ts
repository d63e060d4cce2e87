/// <reference types="vite/client" />
import theme from 'vitepress/theme-without-fonts'; // nothing is fetched from elsewhere
import './style.css';

export default theme;
